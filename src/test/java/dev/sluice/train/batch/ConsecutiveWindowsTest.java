package dev.sluice.train.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.cell.Lstm;
import dev.sluice.data.SequenceBatch;
import dev.sluice.layer.InitialStates;
import dev.sluice.layer.RecurrentSpec;
import dev.sluice.loss.MeanSquaredError;
import dev.sluice.model.Model;
import dev.sluice.model.ModelSpec;
import dev.sluice.model.StatefulModel;
import dev.sluice.optimizer.Adam;
import dev.sluice.train.TinyTask;
import dev.sluice.train.Trainer;
import dev.sluice.train.TrainingResult;
import dev.sluice.train.evaluation.Evaluator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which loaders a stateful model accepts, and the states it carries over validation windows. */
class ConsecutiveWindowsTest {
  private static final int ROWS = 3;
  private static final int WINDOW = 4;
  private static final int WINDOWS = 5;
  private static final MeanSquaredError LOSS = new MeanSquaredError();

  private final TinyTask task = new TinyTask();
  private final List<SequenceBatch> batches = TinyTask.windows(WINDOWS, WINDOW, ROWS);
  private Model model;
  private StatefulModel windows;

  @BeforeEach
  void create() {
    RecurrentSpec recurrent =
        RecurrentSpec.of(Lstm.of(2, 5)).withInitialStates(InitialStates.LEARNED);
    model = task.model(ModelSpec.ofSequences(2).recurrent(recurrent).dense(1), 1);
    model.parameters().stream()
        .filter(parameter -> parameter.name().matches(".*[.][hc]0_l0"))
        .forEach(parameter -> parameter.value().write(0.5f, -1, 1, 0.3f, 0.8f));
    windows = model.stateful(ROWS);
  }

  @AfterEach
  void closeAndFindLeaks() {
    windows.close();
    model.close();
    task.close();
  }

  @Test
  void validationCarriesStatesFromWindowToWindow() {
    double whole =
        new Evaluator(model, LOSS).evaluate(SequenceLoader.inOrder(List.of(joined()))).loss();
    Evaluator carrying = new Evaluator(windows, LOSS);
    assertEquals(whole, carrying.evaluate(SequenceLoader.consecutive(batches)).loss(), 1e-6);
    assertEquals(
        whole, carrying.evaluate(SequenceLoader.consecutive(batches)).loss(), 1e-6, "begun anew");
    double apart = new Evaluator(model, LOSS).evaluate(SequenceLoader.inOrder(batches)).loss();
    assertTrue(Math.abs(whole - apart) > 1e-4, "windows from initial states differ: " + apart);
  }

  @Test
  void validationWindowsMayHaveOtherRowsAndDoNotAffectTraining() {
    BatchLoader training = SequenceLoader.consecutive(batches);
    BatchLoader validation = SequenceLoader.consecutive(TinyTask.windows(3, 2, ROWS + 2));
    Trainer trainer = Trainer.of(windows, LOSS).withOptimizer(Adam.of(0.05)).withEpochs(2);
    TrainingResult validated = trainer.fit(training, validation);
    float[] carried = windows.carried().get("0.recurrent.h_l0").floats();
    assertEquals(
        validated.last().validationLoss(),
        new Evaluator(windows, LOSS).evaluate(validation).loss());

    try (Model other = task.model(model.spec(), 1);
        StatefulModel alone = other.stateful(ROWS)) {
      other.parameters().stream()
          .filter(parameter -> parameter.name().matches(".*[.][hc]0_l0"))
          .forEach(parameter -> parameter.value().write(0.5f, -1, 1, 0.3f, 0.8f));
      Trainer.of(alone, LOSS).withOptimizer(Adam.of(0.05)).withEpochs(2).fit(training);
      assertArrayEquals(carried, alone.carried().get("0.recurrent.h_l0").floats());
    }
  }

  @Test
  void loadersWithoutConsecutiveWindowsAreRefused() {
    BatchLoader consecutive = SequenceLoader.consecutive(batches);
    BatchLoader shuffled = SequenceLoader.shuffled(batches, 1);
    Trainer trainer = Trainer.of(windows, LOSS);
    for (BatchLoader source : List.of(shuffled, SequenceLoader.inOrder(batches))) {
      assertEquals(
          "training: a stateful model expects a loader of consecutive windows, such as"
              + " SequenceLoader.consecutive, got "
              + source.fingerprint(),
          refusal(() -> trainer.fit(source)));
      assertTrue(
          refusal(() -> trainer.fit(consecutive, source)).startsWith("validation: a stateful"));
      Evaluator evaluator = new Evaluator(windows, LOSS);
      assertTrue(refusal(() -> evaluator.evaluate(source)).startsWith("source: a stateful"));
    }
    assertNotEquals(0, Trainer.of(model, LOSS).fit(shuffled).steps(), "no states, no matter");
  }

  @Test
  void windowsOfAnotherNumberOfRowsAreNamed() {
    List<SequenceBatch> uneven = List.of(batches.get(0), TinyTask.windows(1, WINDOW, 2).get(0));
    assertEquals(
        "windows[1]: expected 3 rows, as in the first window, got 2",
        refusal(() -> SequenceLoader.consecutive(uneven)));
  }

  private static String refusal(Runnable action) {
    return assertThrows(IllegalArgumentException.class, action::run).getMessage();
  }

  /** The long sequences of which these are the windows. */
  private static SequenceBatch joined() {
    Random random = new Random(8);
    float[][][] x = new float[ROWS][WINDOW * WINDOWS][2];
    float[][][] values = new float[ROWS][WINDOW * WINDOWS][1];
    for (int w = 0; w < WINDOWS; w++) {
      for (int n = 0; n < ROWS; n++) {
        for (int t = w * WINDOW; t < (w + 1) * WINDOW; t++) {
          x[n][t] = new float[] {random.nextFloat(), random.nextFloat()};
          values[n][t][0] = random.nextFloat();
        }
      }
    }
    return SequenceBatch.withStepValues(x, values);
  }
}
