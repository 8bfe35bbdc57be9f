package dev.sluice.interop.onnx.run;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.sluice.interop.onnx.operator.ControlOperators;
import dev.sluice.interop.onnx.operator.ConvolutionOperators;
import dev.sluice.interop.onnx.operator.ElementwiseOperators;
import dev.sluice.interop.onnx.operator.FillOperators;
import dev.sluice.interop.onnx.operator.NormalizationOperators;
import dev.sluice.interop.onnx.operator.Operator;
import dev.sluice.interop.onnx.operator.OrderOperators;
import dev.sluice.interop.onnx.operator.PoolingOperators;
import dev.sluice.interop.onnx.operator.ProductOperators;
import dev.sluice.interop.onnx.operator.ReductionOperators;
import dev.sluice.interop.onnx.operator.ScatterOperators;
import dev.sluice.interop.onnx.operator.SelectionOperators;
import dev.sluice.interop.onnx.operator.ShapeOperators;
import dev.sluice.interop.onnx.operator.UnaryOperators;
import dev.sluice.interop.onnx.recurrent.RecurrentOperators;
import dev.sluice.interop.onnx.tensor.Abbreviation;
import dev.sluice.interop.onnx.tensor.OnnxException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The table of supported operators. */
public final class Operators {
  private static final Map<String, Operator> BY_NAME = new HashMap<>();

  static {
    BY_NAME.putAll(RecurrentOperators.all());
    BY_NAME.putAll(ShapeOperators.all());
    BY_NAME.putAll(SelectionOperators.all());
    BY_NAME.putAll(ElementwiseOperators.all());
    BY_NAME.putAll(ReductionOperators.all());
    BY_NAME.putAll(ProductOperators.all());
    BY_NAME.putAll(UnaryOperators.all());
    BY_NAME.putAll(ConvolutionOperators.all());
    BY_NAME.putAll(PoolingOperators.all());
    BY_NAME.putAll(NormalizationOperators.all());
    BY_NAME.putAll(FillOperators.all());
    BY_NAME.putAll(OrderOperators.all());
    BY_NAME.putAll(ScatterOperators.all());
    BY_NAME.putAll(ControlOperators.all());
  }

  private Operators() {}

  /** Whether a domain is that of the standard ONNX operators. */
  public static boolean isStandard(String domain) {
    return domain.isEmpty() || domain.equals("ai.onnx");
  }

  /**
   * @throws OnnxException if the operator is not supported; the message names the node
   */
  public static Operator named(NodeProto node) {
    Operator operator = isStandard(node.getDomain()) ? BY_NAME.get(node.getOpType()) : null;
    if (operator == null) {
      String domain =
          isStandard(node.getDomain()) ? "" : " of domain " + Abbreviation.of(node.getDomain());
      throw new OnnxException(
          String.format(
              Locale.ROOT,
              "%s: operator %s%s is not supported; %s",
              GraphRun.describe(node),
              Abbreviation.of(node.getOpType()),
              domain,
              ExportAdvice.of(node)));
    }
    return operator;
  }
}
