package dev.sluice.bench.compare;

import dev.sluice.bench.engine.BenchTask;
import dev.sluice.bench.engine.TimedPass;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads {@link BenchTask}s of the CPU from text, and names them. */
final class TaskNotation {
  private static final Set<String> CELLS = Set.of("rnn", "lstm", "gru");

  private TaskNotation() {}

  /**
   * A forward and a backward pass of one layer.
   *
   * @param cell {@code rnn}, {@code lstm} or {@code gru}
   * @param shape {@code N,T,I,H}, followed by {@code r} for rows with the lengths of reviews
   * @throws IllegalArgumentException if either is malformed
   */
  static BenchTask layer(String cell, String shape) {
    requireCell(cell);
    return BenchTask.layer(cell, sizes(shape), shape.endsWith("r"))
        .withPasses(List.of(TimedPass.GRADIENTS));
  }

  /**
   * A training step of the sentiment model, whose embedding has I features; arguments as for {@link
   * #layer}.
   */
  static BenchTask step(String cell, String shape) {
    requireCell(cell);
    return BenchTask.step(cell, sizes(shape), shape.endsWith("r"));
  }

  /** A readable name: the shape, whether it is a training step, and whether lengths vary. */
  static String shape(BenchTask task) {
    return String.format(
        Locale.ROOT,
        "%s%d,%d,%d,%d%s",
        task.kind() == BenchTask.Kind.STEP ? "step " : "",
        task.batch(),
        task.timesteps(),
        task.inputSize(),
        task.hiddenSize(),
        task.lengths() == null ? "" : " lengths");
  }

  private static void requireCell(String cell) {
    if (!CELLS.contains(cell)) {
      throw new IllegalArgumentException("cell: expected rnn, lstm or gru, got \"" + cell + "\"");
    }
  }

  private static BenchTask.Sizes sizes(String shape) {
    if (!shape.matches("[1-9]\\d{0,5}(,[1-9]\\d{0,5}){3}r?")) {
      throw new IllegalArgumentException(
          "shape: expected N,T,I,H or N,T,I,Hr, got \"" + shape + "\"");
    }
    int[] sizes =
        Arrays.stream(shape.replace("r", "").split(",")).mapToInt(Integer::parseInt).toArray();
    return BenchTask.Sizes.of(sizes[0], sizes[1], sizes[2], sizes[3]);
  }
}
