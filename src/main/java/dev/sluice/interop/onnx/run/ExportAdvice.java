package dev.sluice.interop.onnx.run;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Set;

/** What a user can do about an operator that is not known: mostly, export the model otherwise. */
final class ExportAdvice {
  private static final Set<String> FOLDED_BY_LATER_SETS =
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

  /** One clause, for the end of a refusal. */
  static String of(NodeProto node) {
    return Operators.isStandard(node.getDomain())
        ? ofStandard(node.getOpType())
        : ofDomain(node.getDomain());
  }

  private static String ofDomain(String domain) {
    if (domain.startsWith("com.microsoft")) {
      return "ONNX Runtime's optimiser or quantiser made it: take the model as it was exported";
    }
    if (domain.startsWith("ai.onnx.ml")) {
      return "it belongs to scikit-learn's models and to preparation of data: export the network"
          + " alone";
    }
    if (domain.equals("org.pytorch.aten") || domain.equals("aten")) {
      return "PyTorch's exporter knew no ONNX operator for it: try dynamo=True";
    }
    return "if it is a function of the model, onnx.inliner.inline_local_functions(model) spells it"
        + " out";
  }

  private static String ofStandard(String operator) {
    if (operator.contains("Sequence") || operator.startsWith("Optional")) {
      return "export with fixed lengths, or in PyTorch with dynamo=False";
    }
    if (operator.contains("uantize")
        || operator.contains("Integer")
        || operator.startsWith("QLinear")) {
      return "the model is quantised: take the one in float32 or float16";
    }
    if (operator.startsWith("String")
        || operator.startsWith("TfIdf")
        || operator.startsWith("Regex")) {
      return "text is prepared outside: export the network alone";
    }
    if (FOLDED_BY_LATER_SETS.contains(operator)) {
      return "export with opset_version=20, which spells it out by other operators";
    }
    if (RANDOM.contains(operator)) {
      return "call model.eval() before the export, so that nothing random is left";
    }
    if (SPECTRAL.contains(operator)) {
      return "compute the spectrum outside, or write it as a convolution";
    }
    return "another export may spell it out by known operators: in PyTorch try opset_version=20,"
        + " or dynamo=False";
  }
}
