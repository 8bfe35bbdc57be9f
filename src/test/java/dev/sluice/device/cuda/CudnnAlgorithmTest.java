package dev.sluice.device.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.device.Closeness;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.PlanKind;
import dev.sluice.device.RecurrenceCase;
import dev.sluice.device.RecurrenceCase.Lengths;
import dev.sluice.device.RecurrenceFixture;
import dev.sluice.device.RecurrencePass;
import dev.sluice.device.RecurrencePlan.Keep;
import dev.sluice.device.RecurrenceProblem;
import dev.sluice.device.cuda.cudnn.CudnnAlgorithm;
import dev.sluice.device.cuda.cudnn.CudnnCell;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The choice of cuDNN's algorithm, and the fallback if cuDNN does not support it. */
@ExtendWith(SimulatedDriver.class)
@DisabledIfSystemProperty(named = SimulatedDriver.REAL_SETTING, matches = "true")
class CudnnAlgorithmTest {
  private static final String PERSISTENT_RUNS = "launches:cudnn_persistent";
  private static final double TOLERANCE = 5;

  @BeforeEach
  void restart() {
    Simulation.restart();
  }

  private static CudaDevice open() {
    return Gpus.open(DeviceOptions.defaults().withPlan(PlanKind.CUDNN));
  }

  private static RecurrenceCase fullRows(Cell cell) {
    return RecurrenceCase.of(cell, 3, 2).with(Lengths.ABSENT);
  }

  @Test
  void fewHiddenUnitsUseThePersistentKernel() {
    assertEquals(1, persistentRuns(fullRows(Lstm.of(3, 5)), Keep.FOR_BACKWARD));
    assertEquals(1, persistentRuns(fullRows(Lstm.of(3, 5)).with(Lengths.ALL_T), Keep.OUTPUTS));
  }

  @Test
  void rowsOfDifferentLengthsAndProjectionsUseTheStandardAlgorithm() {
    assertEquals(0, persistentRuns(fullRows(Gru.of(3, 5)).with(Lengths.MIXED), Keep.FOR_BACKWARD));
    assertEquals(0, persistentRuns(fullRows(Lstm.of(3, 5).withProjection(2)), Keep.FOR_BACKWARD));
  }

  @Test
  void theBoundsOfTrainingAndInferenceAreThoseOfPytorch() {
    Map<Cell, List<Keep>> persistent =
        Map.of(
            Lstm.of(1, 128), List.of(Keep.FOR_BACKWARD, Keep.OUTPUTS),
            Gru.of(1, 129), List.of(Keep.OUTPUTS),
            Gru.of(1, 192), List.of(Keep.OUTPUTS),
            Lstm.of(1, 193), List.of(),
            Rnn.of(1, 256), List.of(Keep.FOR_BACKWARD, Keep.OUTPUTS),
            Rnn.of(1, 384), List.of(Keep.OUTPUTS),
            Rnn.of(1, 385), List.of());
    persistent.forEach(
        (cell, passes) -> {
          for (Keep keep : Keep.values()) {
            CudnnAlgorithm algorithm =
                CudnnAlgorithm.of(CudnnCell.of(cell), keep == Keep.FOR_BACKWARD, true);
            assertEquals(
                passes.contains(keep) ? CudnnAlgorithm.PERSISTENT : CudnnAlgorithm.STANDARD,
                algorithm,
                cell + " " + keep);
          }
        });
    assertEquals(1, persistentRuns(fullRows(Gru.of(3, 128)), Keep.FOR_BACKWARD));
    assertEquals(0, persistentRuns(fullRows(Gru.of(3, 129)), Keep.FOR_BACKWARD));
    assertEquals(1, persistentRuns(fullRows(Gru.of(3, 129)), Keep.OUTPUTS));
  }

  /** Refused at the descriptor, and at the forward pass. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void ifCudnnRefusesItTheStandardAlgorithmRuns(int refusal) {
    Simulation.set("cudnn_refuses", refusal);
    RecurrenceProblem problem = new RecurrenceProblem(fullRows(Lstm.of(3, 5)));
    try (CudaDevice device = open()) {
      long objects = Simulation.count("blas");
      long bytes = device.bytesInUse();
      try (RecurrenceFixture fixture = new RecurrenceFixture(device, problem)) {
        Closeness.assertClose(problem.answer(), fixture.run().results(), TOLERANCE);
      }
      assertEquals(0, Simulation.count(PERSISTENT_RUNS));
      assertEquals(objects, Simulation.count("blas"));
      assertEquals(bytes, device.bytesInUse());
    }
  }

  @Test
  void theBackwardPassUsesTheAlgorithmOfItsForwardPass() {
    RecurrenceProblem problem = new RecurrenceProblem(fullRows(Lstm.of(3, 5)));
    try (CudaDevice device = open();
        RecurrenceFixture fixture = new RecurrenceFixture(device, problem);
        RecurrencePass pass = fixture.forward(Keep.FOR_BACKWARD)) {
      Simulation.set("cudnn_refuses", 2);
      fixture.forward(Keep.OUTPUTS).close();
      pass.backward(fixture.upstream, fixture.gradients);
      Closeness.assertClose(problem.answer(), fixture.results(), TOLERANCE);
    }
  }

  private static long persistentRuns(RecurrenceCase form, Keep keep) {
    long before = Simulation.count(PERSISTENT_RUNS);
    RecurrenceProblem problem = new RecurrenceProblem(form);
    try (CudaDevice device = open();
        RecurrenceFixture fixture = new RecurrenceFixture(device, problem)) {
      if (keep == Keep.OUTPUTS) {
        fixture.forward(keep).close();
        fixture.results();
      } else {
        Closeness.assertClose(problem.answer(), fixture.run().results(), TOLERANCE);
      }
    }
    List<String> reports = Simulation.reports();
    assertTrue(reports.isEmpty(), reports::toString);
    return Simulation.count(PERSISTENT_RUNS) - before;
  }
}
