package dev.sluice.interop.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.sluice.device.Device;
import dev.sluice.device.Devices;
import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;
import dev.sluice.interop.onnx.tensor.TensorCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Runs the operator tests of ONNX, which {@code ci/onnx-node-tests} writes: one folder per test
 * with {@code model.onnx} and {@code test_data_set_N}. Prints failures, refusals by reason, and the
 * number of passed tests. Exits with status 1 if a test fails.
 */
public final class NodeTests {
  private static final double RELATIVE = 1e-3;

  /** Tolerance for 16-bit floats, after a few nodes. */
  private static final double RELATIVE_OF_16_BITS = 1.5e-2;

  private static final double ABSOLUTE = 1e-6;

  private int held;
  private int refused;
  private final List<String> wrong = new ArrayList<>();
  private final Map<String, List<String>> refusals = new TreeMap<>();

  private NodeTests() {}

  /**
   * @param arguments the folder of the tests, and optionally a part of their names
   */
  public static void main(String[] arguments) throws IOException {
    NodeTests tests = new NodeTests();
    String part = arguments.length > 1 ? arguments[1] : "";
    try (Device device = Devices.cpu();
        Stream<Path> folders = Files.list(Path.of(arguments[0]))) {
      folders
          .filter(each -> each.getFileName().toString().contains(part))
          .sorted()
          .forEach(each -> tests.run(device, each));
    }
    tests.report();
    if (!tests.wrong.isEmpty()) {
      System.exit(1);
    }
  }

  private void run(Device device, Path test) {
    String name = test.getFileName().toString();
    try (OnnxModel model = OnnxModel.read(test.resolve("model.onnx"))) {
      for (int k = 0; Files.exists(test.resolve("test_data_set_" + k)); k++) {
        Path data = test.resolve("test_data_set_" + k);
        Map<String, HostTensor> inputs = new LinkedHashMap<>();
        for (OnnxInput input : model.inputs()) {
          inputs.put(input.name(), read(data, "input", inputs.size()));
        }
        compare(name, data, model.run(device, inputs));
      }
      held++;
    } catch (OnnxException e) {
      refused++;
      String reason = e.getMessage().replaceFirst("^.*?: (node \"[^\"]*\" )?", "");
      refusals
          .computeIfAbsent(reason.replaceAll("; expected one of.*", ""), key -> new ArrayList<>())
          .add(name);
    } catch (AssertionError | RuntimeException e) {
      wrong.add(name + ": " + e);
    }
  }

  private static HostTensor read(Path data, String kind, int index) {
    Path file = data.resolve(kind + "_" + index + ".pb");
    if (!Files.exists(file)) {
      throw new OnnxException("test data: expected a tensor, got none");
    }
    try {
      return TensorCodec.decode(TensorProto.parseFrom(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void compare(String name, Path data, Map<String, HostTensor> outputs) {
    int index = 0;
    for (Map.Entry<String, HostTensor> output : outputs.entrySet()) {
      HostTensor expected = read(data, "output", index++);
      HostTensor actual = output.getValue();
      if (!expected.toString().equals(actual.toString())) {
        throw new AssertionError("expected " + expected + ", got " + actual);
      }
      boolean shortened =
          expected.type() == ElementType.FLOAT16 || expected.type() == ElementType.BFLOAT16;
      double relative = shortened ? RELATIVE_OF_16_BITS : RELATIVE;
      for (int k = 0; k < expected.elements(); k++) {
        double a = actual.value(k);
        double b = expected.value(k);
        double error = Math.abs(a - b);
        if (Double.compare(a + 0.0, b + 0.0) != 0
            && !(error <= ABSOLUTE + relative * Math.abs(b))) {
          throw new AssertionError(
              String.format(Locale.ROOT, "at %d: expected %s, got %s", k, b, a));
        }
      }
    }
  }

  private void report() {
    refusals.forEach(
        (reason, names) ->
            System.out.printf(
                Locale.ROOT, "refused %4d  %s  (%s, ...)%n", names.size(), reason, names.get(0)));
    wrong.forEach(each -> System.out.println("WRONG " + each));
    System.out.printf(Locale.ROOT, "%d hold, %d refused, %d wrong%n", held, refused, wrong.size());
  }
}
