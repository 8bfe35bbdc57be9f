package dev.sluice.app.parity;

import dev.sluice.app.launch.UserError;
import dev.sluice.app.output.OutputFile;
import dev.sluice.device.Device;
import dev.sluice.interop.onnx.OnnxModel;
import dev.sluice.interop.onnx.OnnxRuntime;
import dev.sluice.interop.onnx.tensor.HostTensor;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs an ONNX model on a device and compares its outputs with those of another engine. */
final class OnnxParity {
  private final OnnxOptions options;
  private @Nullable OutputFile save;
  private final ComparisonTable table;

  /**
   * @param save file for the inputs and outputs, or null
   */
  OnnxParity(OnnxOptions options, @Nullable OutputFile save, ComparisonTable table) {
    this.options = options;
    this.save = save;
    this.table = table;
  }

  /**
   * @throws IllegalArgumentException if the model or the stored values are invalid
   * @throws UserError if there is nothing to compare with and nothing to save
   */
  void run(Device device) {
    try (OnnxModel model = OnnxModel.read(options.model(), options.limits())) {
      save = save == null ? null : save.withFurtherInputs(model.externalFiles());
      run(device, model);
    }
  }

  private void run(Device device, OnnxModel model) {
    if (options.expect() != null) {
      OnnxValues stored = OnnxValues.read(options.expect(), model);
      Map<String, HostTensor> ours = model.run(device, stored.inputs());
      save(new OnnxValues(stored.inputs(), ours));
      compare(stored.inputs(), ours, stored.outputs(), options.expect().toString());
      return;
    }
    String missing = OnnxRuntime.unavailable();
    if (missing != null && save == null) {
      throw new UserError(
          String.format(
                  Locale.ROOT,
                  "nothing to compare with: %s (java -cp sluice.jar:onnxruntime.jar dev.sluice.app.Main",
                  missing)
              + " parity --onnx ...); or pass stored outputs with --expect FILE");
    }
    Map<String, HostTensor> inputs = options.inputs().draw(model.inputs());
    Map<String, HostTensor> ours = model.run(device, inputs);
    save(new OnnxValues(inputs, ours));
    if (missing == null) {
      compare(inputs, ours, OnnxRuntime.run(options.model(), inputs), "ONNX Runtime");
    } else {
      table.note("not compared: " + missing);
    }
  }

  private void save(OnnxValues values) {
    if (save != null) {
      save.write(values.contents()::write);
      table.note(
          String.format(
              Locale.ROOT,
              "saved %d inputs and %d outputs to %s",
              values.inputs().size(),
              values.outputs().size(),
              save));
    }
  }

  private void compare(
      Map<String, HostTensor> inputs,
      Map<String, HostTensor> ours,
      Map<String, HostTensor> theirs,
      String engine) {
    table.begin(
        String.format(
            Locale.ROOT,
            "%s (%s) compared with %s",
            options.model(),
            inputs.entrySet().stream()
                .map(input -> input.getKey() + " " + input.getValue())
                .collect(Collectors.joining(", ")),
            engine));
    theirs.forEach((name, b) -> compare(name, ours.get(name), b));
  }

  private void compare(String name, @Nullable HostTensor a, HostTensor b) {
    if (a != null && Arrays.equals(a.shape(), b.shape())) {
      table.compare(name, asFloats(a), asDoubles(b));
    } else {
      table.fail(name, String.format(Locale.ROOT, "%s, expected %s", a, b));
    }
  }

  private static float[] asFloats(HostTensor tensor) {
    double[] values = asDoubles(tensor);
    float[] asFloats = new float[values.length];
    for (int k = 0; k < values.length; k++) {
      asFloats[k] = (float) values[k];
    }
    return asFloats;
  }

  private static double[] asDoubles(HostTensor tensor) {
    double[] values = new double[tensor.elements()];
    for (int k = 0; k < values.length; k++) {
      values[k] = tensor.value(k);
    }
    return values;
  }
}
