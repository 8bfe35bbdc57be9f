package dev.sluice.insight.gradient;

import dev.sluice.argument.Require;
import dev.sluice.device.Device;
import dev.sluice.model.Model;
import dev.sluice.optimizer.Clipping;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures how far back the gradients of every cell reach: at initialization, after training on
 * reviews, and after training on the adding problem; and trains an RNN whose gradients explode,
 * with and without clipping.
 *
 * <pre>{@code
 * GradientSettings settings = GradientSettings.defaults();
 * ReviewTexts texts = ReviewTexts.of(splits, settings);
 * GradientReport report = new GradientExperiment(settings, texts).run(device, (work, what) -> {});
 * GradientPage.of(report).write(Path.of("gradients.html"));
 * }</pre>
 *
 * <p>The same settings, texts, device and number of threads give the same numbers. Immutable.
 */
public final class GradientExperiment {
  /** The time of measuring T steps one by one is about that of this many optimizer steps. */
  private static final int MEASURE_WORK = 5;

  /** Optimizer steps that are timed for each cell and task; the fastest counts. */
  private static final int TIMED_STEPS = 12;

  private final GradientSettings settings;
  private final ReviewTexts texts;

  /** An experiment with these settings and texts. */
  public GradientExperiment(GradientSettings settings, ReviewTexts texts) {
    this.settings = Require.present("settings", settings);
    this.texts = Require.present("texts", texts);
  }

  /** The whole work, in timesteps: the length of the sequences for every optimizer step. */
  public long work() {
    long reviews = (settings.reviewSteps() + 2L * MEASURE_WORK) * settings.timesteps();
    long adding = (settings.addingSteps() + (long) MEASURE_WORK) * settings.addingTimesteps();
    long scaled = (long) MEASURE_WORK * Explosion.RADII.size() * settings.addingTimesteps();
    long clipping = 2L * settings.clippingSteps() * settings.addingTimesteps();
    return settings.cells().size() * (reviews + adding) + scaled + clipping;
  }

  /**
   * How long {@link #run} will take, in seconds: times a few optimizer steps of every cell. It
   * takes a few seconds itself, and changes no result.
   */
  public double expectedSeconds(Device device) {
    Require.present("device", device);
    double seconds = 0;
    double addingStep = 0;
    for (GradientCell cell : settings.cells()) {
      double reviewStep = fastestStep(reviews(device), cell);
      addingStep = fastestStep(adding(device), cell);
      seconds += (settings.reviewSteps() + 2L * MEASURE_WORK) * reviewStep;
      seconds += (settings.addingSteps() + (long) MEASURE_WORK) * addingStep;
    }
    long others = MEASURE_WORK * Explosion.RADII.size() + 2L * settings.clippingSteps();
    return seconds + others * addingStep;
  }

  /** The seconds of the fastest of some optimizer steps: the first ones wait for the compiler. */
  private static double fastestStep(CellTraining training, GradientCell cell) {
    double fastest = Double.POSITIVE_INFINITY;
    try (Model model = training.create(cell)) {
      for (int step = 0; step < TIMED_STEPS; step++) {
        long start = System.nanoTime();
        training.train(model, step, 1, () -> {});
        fastest = Math.min(fastest, (System.nanoTime() - start) / 1e9);
      }
    }
    return fastest;
  }

  private CellTraining reviews(Device device) {
    return new CellTraining(device, new ReviewTask(texts, settings), settings);
  }

  private CellTraining adding(Device device) {
    return new CellTraining(device, new AddingTask(settings), settings);
  }

  /**
   * Runs the experiment.
   *
   * @param device stays open; owned by the caller
   * @param listener is told the progress
   */
  public GradientReport run(Device device, GradientListener listener) {
    Require.present("device", device);
    Require.present("listener", listener);
    List<Measurement> measurements = new ArrayList<>();
    for (GradientCell cell : settings.cells()) {
      measurements.addAll(onReviews(reviews(device), cell, listener));
      measurements.add(onAdding(adding(device), cell, listener));
    }
    Explosion explosion = new Explosion(device, settings);
    List<ScaledMeasurement> scaled = new ArrayList<>();
    for (double radius : Explosion.RADII) {
      scaled.add(explosion.measure(radius));
      listener.onWork(measureWork(settings.addingTimesteps()), "scaled RNN");
    }
    List<ClippingRun> clippings = new ArrayList<>();
    for (Clipping clipping : List.of(Clipping.none(), Clipping.byGlobalNorm(Explosion.MAX_NORM))) {
      Runnable onStep = () -> listener.onWork(settings.addingTimesteps(), "clipping");
      ClippingRun run = explosion.train(clipping, onStep);
      clippings.add(run);
      int missing = settings.clippingSteps() - run.steps().size();
      listener.onWork((long) missing * settings.addingTimesteps(), "clipping");
    }
    return new GradientReport(
        settings, texts.source(), device.description(), measurements, scaled, clippings);
  }

  private List<Measurement> onReviews(
      CellTraining training, GradientCell cell, GradientListener listener) {
    int timesteps = training.task().timesteps();
    String what = cell.key() + " on reviews";
    try (Model model = training.create(cell)) {
      StateGradients before = training.measure(model);
      listener.onWork(measureWork(timesteps), what);
      training.train(model, 0, settings.reviewSteps(), () -> listener.onWork(timesteps, what));
      StateGradients after = training.measure(model);
      listener.onWork(measureWork(timesteps), what);
      return List.of(
          new Measurement(cell, Moment.INITIALIZATION, before),
          new Measurement(cell, Moment.REVIEWS, after));
    }
  }

  private Measurement onAdding(
      CellTraining training, GradientCell cell, GradientListener listener) {
    int timesteps = training.task().timesteps();
    String what = cell.key() + " on the adding problem";
    try (Model model = training.create(cell)) {
      training.train(model, 0, settings.addingSteps(), () -> listener.onWork(timesteps, what));
      StateGradients after = training.measure(model);
      listener.onWork(measureWork(timesteps), what);
      return new Measurement(cell, Moment.ADDING, after);
    }
  }

  private static long measureWork(int timesteps) {
    return (long) MEASURE_WORK * timesteps;
  }
}
