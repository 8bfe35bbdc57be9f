package dev.sluice.bench.gpu;

import dev.sluice.bench.engine.BenchTask;
import dev.sluice.bench.engine.BenchTask.Sizes;
import java.util.ArrayList;
import java.util.List;

/** The grids of tasks, with the most informative tasks first. */
enum TaskGrid {
  /**
   * A few informative tasks: a long sequence of few rows, where the latency of each step matters; a
   * medium one; many rows of many units, where the products matter; and one of few units.
   */
  SHAPES,
  /** Ends within 6 minutes on an H100. */
  SMALL,
  /** Every combination of sizes; {@code --from} runs it in parts. */
  FULL,
  /** Every kind of task, with sizes for a simulated GPU. */
  TINY;

  private static final List<String> CELLS = List.of("lstm", "gru", "rnn");
  private static final int[] BATCHES = {64, 512, 16, 128, 1024};
  private static final int[] TIMESTEPS = {256, 64, 1024};
  private static final int[] HIDDEN_SIZES = {512, 1024, 256, 2048, 128, 768};

  /** The grid's tasks. */
  List<BenchTask> tasks() {
    return switch (this) {
      case SHAPES -> shapes();
      case SMALL -> small();
      case FULL -> full();
      case TINY -> tiny();
    };
  }

  private static List<BenchTask> shapes() {
    List<Sizes> sizes =
        List.of(
            Sizes.of(16, 1024, 768, 768),
            Sizes.of(128, 256, 512, 512),
            Sizes.of(512, 64, 1024, 1024),
            Sizes.of(64, 256, 128, 128));
    List<BenchTask> tasks = new ArrayList<>();
    for (String cell : CELLS) {
      sizes.forEach(each -> tasks.add(BenchTask.layer(cell, each, false)));
    }
    return tasks;
  }

  private static List<BenchTask> small() {
    List<BenchTask> tasks = new ArrayList<>();
    addLayers(tasks, Sizes.of(64, 256, 512, 512), false);
    addSteps(tasks, Sizes.of(64, 256, 128, 256));
    addLayers(tasks, Sizes.of(64, 256, 512, 512), true);
    addLayers(tasks, Sizes.of(512, 256, 512, 512), false);
    addLayers(tasks, Sizes.of(16, 256, 512, 512), false);
    for (int h : new int[] {1024, 256, 2048, 128}) {
      addLayers(tasks, Sizes.of(64, 256, h, h), false);
    }
    addLayers(tasks, new Sizes(64, 256, 512, 512, 2, 2), false);
    addLayers(tasks, Sizes.of(64, 1024, 512, 512), false);
    return tasks;
  }

  private static List<BenchTask> full() {
    List<BenchTask> tasks = new ArrayList<>();
    for (int h : new int[] {256, 1024}) {
      addSteps(tasks, Sizes.of(64, 256, 128, h));
      addSteps(tasks, Sizes.of(512, 256, 128, h));
    }
    for (int t : TIMESTEPS) {
      for (int n : BATCHES) {
        for (int h : HIDDEN_SIZES) {
          addLayers(tasks, Sizes.of(n, t, h, h), false);
          addLayers(tasks, Sizes.of(n, t, h, h), true);
        }
      }
    }
    for (int h : HIDDEN_SIZES) {
      addLayers(tasks, new Sizes(64, 256, h, h, 2, 2), false);
    }
    return tasks;
  }

  private static List<BenchTask> tiny() {
    List<BenchTask> tasks = new ArrayList<>();
    tasks.add(BenchTask.layer("lstm", Sizes.of(2, 17, 4, 4), false));
    tasks.add(BenchTask.layer("lstm", Sizes.of(2, 17, 8, 8), false));
    tasks.add(BenchTask.layer("gru", new Sizes(3, 12, 5, 4, 2, 2), true));
    tasks.add(BenchTask.layer("rnn", Sizes.of(3, 5, 3, 6), true));
    tasks.add(BenchTask.step("gru", Sizes.of(3, 12, 4, 6), true));
    return tasks;
  }

  private static void addLayers(List<BenchTask> tasks, Sizes sizes, boolean reviews) {
    CELLS.forEach(cell -> tasks.add(BenchTask.layer(cell, sizes, reviews)));
  }

  private static void addSteps(List<BenchTask> tasks, Sizes sizes) {
    CELLS.forEach(cell -> tasks.add(BenchTask.step(cell, sizes, true)));
  }
}
