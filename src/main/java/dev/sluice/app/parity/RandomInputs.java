package dev.sluice.app.parity;

import dev.sluice.app.launch.UserError;
import dev.sluice.interop.onnx.OnnxInput;
import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * Draws random inputs for an ONNX model: numbers from -1 to 1, indices of embedding tables, and
 * sequence lengths.
 */
final class RandomInputs {
  private static final Pattern BATCH = Pattern.compile("n|b|.*batch.*");
  private static final Pattern TIMESTEPS = Pattern.compile("t|l|s|.*(time|seq|len|step).*");

  private final int batch;
  private final int timesteps;
  private final Random random;

  /** Sizes by their names in the model, or by {@code INPUT.D}. */
  private final Map<String, Integer> sizes;

  /** Values of integer inputs, by the names of the inputs. */
  private final Map<String, Long> values;

  /**
   * @param sizes sizes by their names in the model, or by {@code INPUT.D}: input and dimension
   * @param values the value of all elements of an integer input, by the name of the input
   */
  RandomInputs(
      int batch, int timesteps, Map<String, Integer> sizes, Map<String, Long> values, long seed) {
    this.batch = batch;
    this.timesteps = timesteps;
    this.sizes = new HashMap<>(sizes);
    this.values = values;
    this.random = new Random(seed);
  }

  /**
   * @return the inputs by name, in the order of the model
   * @throws UserError if a size or the range of the values is not known
   */
  Map<String, HostTensor> draw(List<OnnxInput> inputs) {
    requireInputs(inputs);
    // There is one length per row, so the size of a lengths input is the batch size, whatever its
    // name.
    inputs.stream()
        .filter(RandomInputs::isLengths)
        .forEach(input -> sizes.putIfAbsent(input.sizeNames().get(0), batch));
    sizes.remove("");
    Map<String, HostTensor> drawn = new LinkedHashMap<>();
    for (OnnxInput input : inputs) {
      int[] shape = new int[input.sizes().size()];
      for (int d = 0; d < shape.length; d++) {
        shape[d] = size(input, d);
      }
      drawn.put(input.name(), values(input, shape));
    }
    return drawn;
  }

  private void requireInputs(List<OnnxInput> inputs) {
    for (String name : values.keySet()) {
      if (inputs.stream().noneMatch(each -> each.name().equals(name) && !each.type().isReal())) {
        throw new UserError(
            String.format(
                Locale.ROOT,
                "--value %s: expected an integer input, one of %s",
                name,
                inputs.stream().filter(i -> !i.type().isReal()).map(OnnxInput::name).toList()));
      }
    }
  }

  private static boolean isLengths(OnnxInput input) {
    boolean named = input.name().toLowerCase(Locale.ROOT).contains("len");
    return !input.type().isReal() && input.sizes().size() == 1 && (input.isLengths() || named);
  }

  private int size(OnnxInput input, int d) {
    if (input.sizes().get(d) > 0) {
      return input.sizes().get(d);
    }
    String name = input.sizeNames().get(d);
    Integer byPosition = sizes.get(input.name() + "." + d);
    if (byPosition != null) {
      return byPosition;
    }
    int size = sizes.containsKey(name) ? sizes.get(name) : guessSize(input, d, name);
    if (!name.isEmpty()) {
      sizes.put(name, size);
    }
    return size;
  }

  /** Guesses a size by its name, or by its position: time first, then batch. */
  private int guessSize(OnnxInput input, int d, String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (BATCH.matcher(lower).matches()) {
      return batch;
    }
    if (TIMESTEPS.matcher(lower).matches()) {
      return timesteps;
    }
    boolean single = input.sizes().size() == 1;
    if (d > 1) {
      throw new UserError(
          String.format(
              Locale.ROOT,
              "input %s: size %d is not fixed by the model%s",
              input.name(),
              d,
              "; use --size " + (name.isEmpty() ? input.name() + "." + d : name) + "=N"));
    }
    return single || d == 1 ? batch : timesteps;
  }

  private HostTensor values(OnnxInput input, int[] shape) {
    HostTensor tensor = HostTensor.zeros(input.type(), shape);
    for (int k = 0; k < tensor.elements(); k++) {
      if (tensor.isReal()) {
        tensor.set(k, 2 * random.nextFloat() - 1);
      } else {
        tensor.set(k, integer(input));
      }
    }
    return tensor;
  }

  private long integer(OnnxInput input) {
    Long value = values.get(input.name());
    if (value != null) {
      return value;
    }
    if (input.type() == ElementType.BOOL) {
      return random.nextInt(2);
    }
    if (isLengths(input)) {
      return 1 + random.nextInt(timesteps);
    }
    if (input.rows() > 0) {
      return random.nextInt(input.rows());
    }
    throw new UserError(
        String.format(
            Locale.ROOT,
            "input %s: the range of these integers is unknown; use --value %s=V, or give all inputs with --expect",
            input.name(),
            input.name()));
  }
}
