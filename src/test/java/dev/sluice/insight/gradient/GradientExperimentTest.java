package dev.sluice.insight.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.Devices;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GradientExperimentTest {
  private static final GradientSettings SETTINGS = SampleGradients.settings();

  private static GradientReport report;

  @BeforeAll
  static void run() {
    report = SampleGradients.report(SETTINGS);
  }

  @Test
  void measuresEveryCellAtEveryMoment() {
    assertEquals(8 * 3, report.measurements().size());
    for (GradientCell cell : GradientCell.values()) {
      for (Moment moment : Moment.values()) {
        Measurement measured = report.of(cell, moment).orElseThrow();
        int timesteps = moment == Moment.ADDING ? 6 : 12;
        assertEquals(timesteps, measured.gradients().timesteps());
        assertEquals(5, measured.gradients().samples());
        assertEquals(cell.lstm(), measured.gradients().hasCellState());
        assertEquals(new Band(1, 1, 1), measured.hiddenShares().get(0));
      }
    }
  }

  @Test
  void trainingChangesTheGradients() {
    assertFalse(
        Arrays.deepEquals(
            report.of(GradientCell.GRU, Moment.INITIALIZATION).orElseThrow().gradients().hidden(),
            report.of(GradientCell.GRU, Moment.REVIEWS).orElseThrow().gradients().hidden()));
  }

  @Test
  void repeatsToTheDigit() {
    GradientReport again = SampleGradients.report(SETTINGS);
    assertEquals(GradientCsv.distances(report), GradientCsv.distances(again));
    assertEquals(GradientCsv.clipping(report), GradientCsv.clipping(again));
    assertEquals(GradientPage.of(report).html(), GradientPage.of(again).html());
    GradientReport other = SampleGradients.report(SETTINGS.withSeed(8));
    assertFalse(GradientCsv.distances(report).equals(GradientCsv.distances(other)));
  }

  @Test
  void tellsTheWorkThatItSaid() {
    AtomicLong told = new AtomicLong();
    GradientExperiment experiment =
        new GradientExperiment(SETTINGS, SampleGradients.texts(SETTINGS));
    try (Device device = Devices.open("cpu", DeviceOptions.defaults().withThreads(1))) {
      GradientReport unused = experiment.run(device, (work, what) -> told.addAndGet(work));
      assertTrue(experiment.expectedSeconds(device) > 0);
    }
    assertEquals(experiment.work(), told.get());
  }

  @Test
  void expectsAPositiveTimeOfTheMostSteps() {
    GradientSettings most =
        SETTINGS
            .withCells(List.of(GradientCell.RNN))
            .withTraining(Integer.MAX_VALUE, Integer.MAX_VALUE)
            .withClippingSteps(Integer.MAX_VALUE);
    GradientExperiment experiment = new GradientExperiment(most, SampleGradients.texts(most));
    try (Device device = Devices.open("cpu", DeviceOptions.defaults().withThreads(1))) {
      assertTrue(experiment.expectedSeconds(device) > 0);
    }
  }

  @Test
  void largerRecurrentWeightsMakeTheGradientGrow() {
    assertEquals(Explosion.RADII, report.scaled().stream().map(s -> s.radius()).toList());
    GradientSettings settings =
        GradientSettings.defaults().withSamples(8).withTimesteps(60).withSeed(1);
    try (Device device = Devices.open("cpu", DeviceOptions.defaults().withThreads(1))) {
      Explosion explosion = new Explosion(device, settings);
      assertTrue(Decay.of(explosion.measure(0.5).hiddenShares()).perStep() < 0.6);
      assertTrue(Decay.of(explosion.measure(2).hiddenShares()).perStep() > 1);
    }
  }

  @Test
  void clippingLimitsTheNormOfWhatIsUsed() {
    ClippingRun free = report.clippings().get(0);
    ClippingRun clipped = report.clippings().get(1);
    assertFalse(free.clipped());
    assertTrue(clipped.clipped());
    assertTrue(free.largestNorm() > 1.5 * clipped.maximum(), "" + free.largestNorm());
    for (ClippingRun.Step step : free.steps()) {
      assertEquals(step.norm(), step.update(), 1e-3 * step.norm());
    }
    for (ClippingRun.Step step : clipped.steps()) {
      double used = Math.min(step.norm(), clipped.maximum());
      assertEquals(used, step.update(), 1e-3 * used);
    }
  }

  @Test
  void findsTheSpectralRadius() {
    assertEquals(3, SpectralRadius.of(new float[] {3, 1, 0, -2}, 2), 1e-2);
    // A rotation by 90 degrees, times 2: a pair of complex eigenvalues.
    assertEquals(2, SpectralRadius.of(new float[] {0, -2, 2, 0}, 2), 1e-2);
    assertEquals(0, SpectralRadius.of(new float[] {0, 1, 0, 0}, 2));
  }

  @Test
  void findsWhereAGradientVanishes() {
    List<Band> halved =
        List.of(1.0, 0.5, 0.25, 0.125, 0.0625, 0.03125, 0.015625, 0.0078125).stream()
            .map(v -> new Band(v, v, v))
            .toList();
    assertEquals(0.5, Decay.of(halved).perStep(), 1e-9);
    assertEquals(7, Decay.of(halved).vanishedAfter().orElseThrow());
    assertTrue(Decay.of(halved.subList(0, 7)).vanishedAfter().isEmpty());
  }

  @Test
  void refusesBadSettings() {
    assertEquals(
        "gradients cells: expected at least one, and each only once, got [rnn, rnn]",
        assertThrows(
                IllegalArgumentException.class,
                () -> SETTINGS.withCells(List.of(GradientCell.RNN, GradientCell.RNN)))
            .getMessage());
    assertEquals(
        "gradients steps: expected at least 2, got 1",
        assertThrows(IllegalArgumentException.class, () -> SETTINGS.withTimesteps(1)).getMessage());
  }
}
