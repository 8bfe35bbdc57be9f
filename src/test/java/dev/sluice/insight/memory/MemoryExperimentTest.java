package dev.sluice.insight.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.device.Device;
import dev.sluice.device.Devices;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class MemoryExperimentTest {
  private static final List<TaskKind> TASKS = List.of(TaskKind.values());
  private static final List<CellKind> CELLS = List.of(CellKind.values());
  private static final MemorySettings TINY =
      new MemorySettings(List.of(10, 12), 6, 4, 3, 1e-2, 1, 4, 5, 1);

  private static MemoryResult run(MemoryExperiment experiment, int devices) {
    return run(experiment, devices, new MemoryListener() {}, Integer.MAX_VALUE);
  }

  /** Stops after some calls of the stop condition. */
  private static MemoryResult run(
      MemoryExperiment experiment, int devices, MemoryListener listener, int stopAfter) {
    List<Device> opened = Stream.generate(() -> Devices.cpu(1)).limit(devices).toList();
    try {
      int[] asked = new int[1];
      MemoryResult result = experiment.run(opened, listener, () -> asked[0]++ >= stopAfter);
      opened.forEach(device -> assertEquals(0, device.openTensors()));
      return result;
    } finally {
      opened.forEach(Device::close);
    }
  }

  @Test
  void givesTheSameBitsOnAnyNumberOfDevices() {
    MemoryExperiment experiment = new MemoryExperiment(TINY, TASKS, CELLS);
    MemoryResult first = run(experiment, 1);
    assertEquals(9, first.spans().size());
    assertTrue(first.complete());
    assertEquals(first, run(experiment, 1));
    assertEquals(first, run(experiment, 2));
  }

  @Test
  void dependsOnTheSeed() {
    MemoryExperiment one = new MemoryExperiment(TINY, TASKS, CELLS);
    MemoryExperiment two = new MemoryExperiment(TINY.withSeed(2), TASKS, CELLS);
    List<MemorySpan> first = run(one, 1).spans();
    List<MemorySpan> second = run(two, 1).spans();
    for (int i = 0; i < first.size(); i++) {
      assertFalse(first.get(i).trials().equals(second.get(i).trials()), first.get(i).toString());
    }
  }

  @Test
  void measuresAtFixedStepsAndAtTheEnd() {
    MemoryResult result =
        run(new MemoryExperiment(TINY, List.of(TaskKind.ORDER), List.of(CellKind.RNN)), 1);
    Trial trial = result.spans().get(0).trials().get(0);
    assertEquals(Trial.Outcome.UNSOLVED, trial.outcome());
    assertEquals(6, trial.steps());
    assertEquals(List.of(4, 6), trial.curve().stream().map(LossPoint::step).toList());
  }

  @Test
  void leavesOutSearchesThatWereStopped() {
    // The first search takes 6 steps on each of two lags, the second is stopped.
    MemoryResult result =
        run(
            new MemoryExperiment(TINY, List.of(TaskKind.ORDER), CELLS),
            1,
            new MemoryListener() {},
            15);
    assertEquals(1, result.spans().size());
    assertFalse(result.complete());
  }

  @Test
  void reportsADivergedTraining() {
    MemorySettings wild = new MemorySettings(List.of(10), 50, 4, 3, 1e38, 1e38, 10, 5, 1);
    MemoryResult result =
        run(new MemoryExperiment(wild, List.of(TaskKind.ADDING), List.of(CellKind.RNN)), 1);
    MemorySpan span = result.spans().get(0);
    assertEquals(Trial.Outcome.DIVERGED, span.trials().get(0).outcome());
    assertTrue(span.longestLag().isEmpty());
  }

  @Test
  void tellsItsListenerOfEveryTrial() {
    List<Trial> told = new ArrayList<>();
    MemoryListener listener =
        new MemoryListener() {
          @Override
          public void onTrial(TaskKind task, CellKind cell, Trial trial) {
            told.add(trial);
          }
        };
    MemoryResult result =
        run(
            new MemoryExperiment(TINY, List.of(TaskKind.COPY), CELLS),
            1,
            listener,
            Integer.MAX_VALUE);
    assertEquals(result.spans().stream().flatMap(s -> s.trials().stream()).toList(), told);
  }

  @Test
  void forecastsMoreThanNothing() {
    try (Device device = Devices.cpu(1)) {
      MemoryForecast forecast =
          new MemoryExperiment(TINY, List.of(TaskKind.ADDING), List.of(CellKind.RNN))
              .forecast(List.of(device));
      assertTrue(forecast.expectedSeconds() > 0);
      assertTrue(forecast.mostSeconds() > forecast.expectedSeconds());
    }
  }

  @Test
  void refusesATaskTwice() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> new MemoryExperiment(TINY, Arrays.asList(TaskKind.COPY, TaskKind.COPY), CELLS));
    assertEquals(
        "tasks: expected at least one, and each only once, got [COPY, COPY]", refused.getMessage());
  }

  @Test
  void refusesLagsOutOfOrder() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> TINY.withLags(List.of(20, 10)));
    assertEquals("lags[1]: expected at least 21, got 10", refused.getMessage());
  }

  @Test
  @Tag("verify")
  void aGruSolvesAShortLagThatAnRnnDoesNot() {
    MemorySettings settings = MemorySettings.defaults().withLags(List.of(50)).withSteps(600);
    MemoryResult result =
        run(
            new MemoryExperiment(
                settings, List.of(TaskKind.ADDING), List.of(CellKind.RNN, CellKind.GRU)),
            2);
    Trial rnn = result.span(TaskKind.ADDING, CellKind.RNN).orElseThrow().trials().get(0);
    Trial gru = result.span(TaskKind.ADDING, CellKind.GRU).orElseThrow().trials().get(0);
    assertEquals(Trial.Outcome.UNSOLVED, rnn.outcome());
    assertEquals(600, rnn.steps());
    assertEquals(Trial.Outcome.SOLVED, gru.outcome());
    assertTrue(gru.steps() < 600);
    assertTrue(gru.finalLoss() <= gru.baselineLoss() / 10);
  }
}
