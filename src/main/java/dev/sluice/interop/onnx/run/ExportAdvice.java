package dev.sluice.interop.onnx.run;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Set;

/** Advice for unsupported operators: mostly how to export the model differently. */
final class ExportAdvice {
  private static final Set<String> FUSED_IN_LATER_OPSETS =
      Set.of("Attention", "RotaryEmbedding", "LinearAttention", "SwiGLU", "CausalConvWithState");

  private static final Set<String> RANDOM =
      Set.of(
          "Bernoulli",
          "Multinomial",
          "RandomNormal",
          "RandomNormalLike",
          "RandomUniform",
          "RandomUniformLike");

  private static final Set<String> SPECTRAL =
      Set.of("DFT", "STFT", "MelWeightMatrix", "HannWindow", "HammingWindow", "BlackmanWindow");

  private ExportAdvice() {}

  /** The advice as a clause for the end of an error message. */
  static String of(NodeProto node) {
    return Operators.isStandard(node.getDomain())
        ? ofStandard(node.getOpType())
        : ofDomain(node.getDomain());
  }

  private static String ofDomain(String domain) {
    if (domain.startsWith("com.microsoft")) {
      return "it was created by the optimizer or quantizer of ONNX Runtime: use the model as it was exported";
    }
    if (domain.startsWith("ai.onnx.ml")) {
      return "it belongs to scikit-learn models or data preprocessing: export only the"
          + " network";
    }
    if (domain.equals("org.pytorch.aten") || domain.equals("aten")) {
      return "the exporter of PyTorch found no ONNX operator for it: try dynamo=True";
    }
    return "if it is a function of the model, inline it with"
        + " onnx.inliner.inline_local_functions(model)";
  }

  private static String ofStandard(String operator) {
    if (operator.contains("Sequence") || operator.startsWith("Optional")) {
      return "export with fixed lengths, or in PyTorch with dynamo=False";
    }
    if (operator.contains("uantize")
        || operator.contains("Integer")
        || operator.startsWith("QLinear")) {
      return "the model is quantized: use a float32 or float16 model";
    }
    if (operator.startsWith("String")
        || operator.startsWith("TfIdf")
        || operator.startsWith("Regex")) {
      return "preprocess text outside the model: export only the network";
    }
    if (FUSED_IN_LATER_OPSETS.contains(operator)) {
      return "export with opset_version=20, which uses simpler operators";
    }
    if (RANDOM.contains(operator)) {
      return "call model.eval() before the export, to remove random operators";
    }
    if (SPECTRAL.contains(operator)) {
      return "compute the spectrum outside the model, or as a convolution";
    }
    return "another export may use supported operators: in PyTorch try opset_version=20"
        + " or dynamo=False";
  }
}
