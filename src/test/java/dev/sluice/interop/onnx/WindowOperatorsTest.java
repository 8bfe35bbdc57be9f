package dev.sluice.interop.onnx;

import static dev.sluice.interop.onnx.OperatorCase.floats;
import static dev.sluice.interop.onnx.OperatorCase.int64s;
import static dev.sluice.interop.onnx.OperatorCase.integer;
import static dev.sluice.interop.onnx.OperatorCase.ints;
import static dev.sluice.interop.onnx.OperatorCase.one;
import static dev.sluice.interop.onnx.OperatorCase.scalar;

import dev.sluice.interop.onnx.export.Attributes;
import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares convolution, pooling and padding with ONNX Runtime. */
class WindowOperatorsTest {
  private static final ElementType FLOAT = ElementType.FLOAT;

  @TempDir private Path folder;

  static Stream<OperatorCase> agreeing() {
    return Stream.of(convolutions(), pools(), pads()).flatMap(List::stream);
  }

  private static List<OperatorCase> convolutions() {
    List<OperatorCase> cases = new ArrayList<>();
    HostTensor x = floats(2, 4, 19);
    HostTensor w = floats(6, 4, 3);
    cases.add(conv(x, w, null));
    cases.add(conv(x, w, floats(6)).with(ints("pads", 1, 2)));
    cases.add(conv(x, w, null).with(ints("strides", 2), ints("dilations", 3), ints("pads", 4, 0)));
    cases.add(conv(x, floats(6, 2, 3), floats(6)).with(integer("group", 2), ints("strides", 3)));
    cases.add(conv(x, floats(4, 1, 5), null).with(integer("group", 4), ints("kernel_shape", 5)));
    cases.add(conv(floats(1, 3, 1), floats(2, 3, 1), null));
    cases.add(conv(floats(1, 1, 700), floats(130, 1, 256), null).with(ints("strides", 128)));
    cases.add(conv(floats(1, 40, 900), floats(5, 40, 7), floats(5)).with(ints("pads", 3, 3)));
    for (String automatic : List.of("SAME_UPPER", "SAME_LOWER", "VALID")) {
      for (int stride = 1; stride < 4; stride++) {
        cases.add(
            conv(x, floats(6, 4, 4), null)
                .with(Attributes.text("auto_pad", automatic), ints("strides", stride)));
      }
    }
    HostTensor image = floats(2, 3, 7, 9);
    cases.add(conv(image, floats(4, 3, 3, 2), floats(4)).with(ints("pads", 1, 0, 2, 1)));
    cases.add(
        conv(image, floats(4, 3, 2, 2), null)
            .with(ints("strides", 2, 3), ints("dilations", 2, 1), ints("pads", 0, 1, 1, 2)));
    cases.add(conv(floats(1, 2, 4, 5, 3), floats(2, 2, 2, 2, 2), null));
    return cases;
  }

  private static OperatorCase conv(HostTensor x, HostTensor w, HostTensor b) {
    return new OperatorCase(11, "Conv", FLOAT).of(x).and(w, b);
  }

  private static List<OperatorCase> pools() {
    List<OperatorCase> cases = new ArrayList<>();
    HostTensor x = floats(2, 3, 11);
    HostTensor image = floats(1, 2, 6, 7);
    for (String pool : List.of("MaxPool", "AveragePool")) {
      cases.add(pool(pool, x, 3));
      cases.add(pool(pool, x, 2).with(ints("strides", 2)));
      cases.add(pool(pool, x, 4).with(ints("strides", 3), one("ceil_mode"), ints("pads", 1, 1)));
      cases.add(pool(pool, x, 3).with(ints("strides", 3), ints("pads", 0, 2), one("ceil_mode")));
      cases.add(pool(pool, x, 3).with(Attributes.text("auto_pad", "SAME_UPPER")));
      cases.add(pool(pool, image, 2, 3).with(ints("strides", 2, 1), ints("pads", 1, 1, 0, 2)));
    }
    cases.add(pool("MaxPool", x, 3).with(ints("dilations", 2)));
    cases.add(
        pool("AveragePool", x, 4)
            .with(ints("pads", 2, 3), one("count_include_pad"), ints("strides", 2)));
    cases.add(new OperatorCase(13, "GlobalAveragePool", FLOAT).of(image));
    cases.add(new OperatorCase(13, "GlobalMaxPool", FLOAT).of(image));
    return cases;
  }

  private static OperatorCase pool(String operator, HostTensor x, long... kernel) {
    return new OperatorCase(12, operator, FLOAT).of(x).with(ints("kernel_shape", kernel));
  }

  private static List<OperatorCase> pads() {
    List<OperatorCase> cases = new ArrayList<>();
    HostTensor x = floats(2, 3, 4);
    for (String mode : List.of("constant", "reflect", "edge", "wrap")) {
      cases.add(pad(19, x, mode).and(int64s(0, 1, 3, 1, 2, 2)));
      cases.add(pad(19, x, mode).and(int64s(2, 1), null, int64s(-1)));
    }
    cases.add(pad(13, x, "constant").and(int64s(0, 1, -1, 1, 0, -2), scalar(7)));
    cases.add(pad(13, x, "edge").and(int64s(0, -1, 1, 1, 2, 0)));
    cases.add(
        new OperatorCase(10, "Pad", FLOAT)
            .of(x)
            .with(ints("pads", 0, 1, 0, 2, 0, 1), Attributes.real("value", 3)));
    cases.add(
        new OperatorCase(13, "Pad", ElementType.INT64)
            .of(int64s(1, 2))
            .and(int64s(1, 1), HostTensor.integers(ElementType.INT64, new long[] {1L << 60})));
    cases.add(pad(13, floats(0, 2), "constant").and(int64s(1, 0, 0, 1), scalar(2)));
    return cases;
  }

  private static OperatorCase pad(int opset, HostTensor x, String mode) {
    return new OperatorCase(opset, "Pad", FLOAT).of(x).with(Attributes.text("mode", mode));
  }

  static Stream<OperatorCase> refused() {
    HostTensor x = floats(2, 4, 9);
    return Stream.of(
        conv(floats(2, 4), floats(2, 4), null),
        conv(x, floats(6, 3, 3), null),
        conv(x, floats(6, 2, 3), null).with(integer("group", 4)),
        conv(x, floats(6, 4, 3), floats(5)),
        conv(x, floats(6, 4, 10), null),
        conv(x, floats(6, 4, 3), null).with(ints("strides", 0)),
        conv(x, floats(6, 4, 3), null).with(ints("pads", 1)),
        conv(x, floats(6, 4, 3), null).with(ints("pads", 1L << 40, 0)),
        conv(x, floats(6, 4, 3), null).with(ints("kernel_shape", 2)),
        conv(x, floats(6, 4, 3), null).with(Attributes.text("auto_pad", "SAME")),
        pool("MaxPool", x, 3, 3),
        pool("MaxPool", x, 3).giving(2),
        pad(13, x, "mirror").and(int64s(1, 0, 0, 0, 0, 0)),
        pad(13, x, "constant").and(int64s(1, 0)),
        pad(13, x, "constant").and(int64s(-3, 0, 0, 0, 0, 0)),
        pad(13, x, "constant").and(int64s(1L << 40, 0, 0, 0, 0, 0)),
        pad(13, floats(2, 0), "edge").and(int64s(0, 1, 0, 0)));
  }

  @ParameterizedTest
  @MethodSource("agreeing")
  void agreesWithOnnxRuntime(OperatorCase given) {
    given.assertAgrees(folder);
  }

  @ParameterizedTest
  @MethodSource("refused")
  void invalidInputsAreNamedWithTheirNode(OperatorCase given) {
    given.assertRefused(folder);
  }
}
