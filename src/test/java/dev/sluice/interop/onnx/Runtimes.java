package dev.sluice.interop.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.sluice.device.Device;
import dev.sluice.device.Devices;
import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;

/** Runs a model with Sluice and with ONNX Runtime, and compares the outputs. */
public final class Runtimes {
  private Runtimes() {}

  /** Skips a test if ONNX Runtime has no native libraries for this platform. */
  public static void assumePresent() {
    String reason = OnnxRuntime.unavailable();
    assumeTrue(reason == null, () -> "needs ONNX Runtime: " + reason);
  }

  public static Path write(Path folder, ModelProto model) {
    try {
      return Files.write(folder.resolve("model.onnx"), model.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Map<String, HostTensor> ours(Path model, Map<String, HostTensor> inputs) {
    try (Device device = Devices.cpu()) {
      Map<String, HostTensor> outputs;
      try (OnnxModel read = OnnxModel.read(model)) {
        outputs = read.run(device, inputs);
      }
      assertEquals(0, device.openTensors());
      return outputs;
    }
  }

  /** Checks that both give the same outputs. */
  public static void assertAgree(Path model, Map<String, HostTensor> inputs) {
    assertClose(OnnxRuntime.run(model, inputs), ours(model, inputs));
  }

  public static void assertClose(Map<String, HostTensor> expected, Map<String, HostTensor> actual) {
    assertEquals(expected.keySet(), actual.keySet());
    expected.forEach((name, value) -> assertClose(name, value, actual.get(name)));
  }

  public static void assertClose(String name, HostTensor expected, HostTensor actual) {
    assertEquals(expected.toString(), actual.toString(), name);
    if (expected.isReal()) {
      double tolerance = expected.type().bytes() > 2 ? 2e-5 : 2e-3;
      for (int k = 0; k < expected.elements(); k++) {
        double b = expected.value(k);
        double a = actual.value(k);
        assertEquals(b, a, tolerance * Math.max(1, Math.abs(b)), name + " at " + k);
      }
    } else {
      assertArrayEquals(expected.integers(), actual.integers(), name);
    }
  }

  public static HostTensor uniform(Random random, int... shape) {
    HostTensor tensor = HostTensor.zeros(ElementType.FLOAT, shape);
    for (int k = 0; k < tensor.elements(); k++) {
      tensor.floats()[k] = 2 * random.nextFloat() - 1;
    }
    return tensor;
  }

  public static HostTensor int32s(long... values) {
    return HostTensor.integers(ElementType.INT32, values, values.length);
  }
}
