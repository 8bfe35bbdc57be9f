package dev.sluice.insight.gradient;

import dev.sluice.data.EncodedTexts;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.Devices;
import java.util.List;
import java.util.SplittableRandom;

/** A small experiment, for tests of its page. */
public final class SampleGradients {
  private SampleGradients() {}

  /** Its settings: 12 timesteps, 4 hidden units and a few optimizer steps. */
  public static GradientSettings settings() {
    return new GradientSettings(4, 12, 5, 2, 6, 3, 8, 3, 7, List.of(GradientCell.values()));
  }

  /** Random texts of two classes. */
  public static ReviewTexts texts(GradientSettings settings) {
    return new ReviewTexts(
        random(9, settings.timesteps()),
        random(settings.samples(), settings.timesteps()),
        20,
        2,
        "Sample <texts>");
  }

  private static EncodedTexts random(int count, int length) {
    SplittableRandom random = new SplittableRandom(count);
    int[][] tokens = new int[count][];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      tokens[i] = random.ints(length, 2, 20).toArray();
      labels[i] = i % 2;
    }
    return EncodedTexts.of(tokens, labels);
  }

  /** Runs the experiment. */
  public static GradientReport report(GradientSettings settings) {
    try (Device device = Devices.open("cpu", DeviceOptions.defaults().withThreads(1))) {
      return new GradientExperiment(settings, texts(settings)).run(device, (work, what) -> {});
    }
  }
}
