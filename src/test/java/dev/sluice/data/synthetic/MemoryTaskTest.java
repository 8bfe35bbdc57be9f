package dev.sluice.data.synthetic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.data.DataHash;
import dev.sluice.data.SequenceBatch;
import dev.sluice.data.SequenceExamples;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every task. */
class MemoryTaskTest {
  static List<MemoryTask> tasks() {
    return List.of(AddingProblem.ofLag(20), CopyMemory.ofLag(20), TemporalOrder.ofLag(20));
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void givesEqualBatchesForEqualArguments(MemoryTask task) {
    assertEquals(hash(task.batch(8, 5, 2)), hash(task.batch(8, 5, 2)));
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void givesOtherBatchesForAnotherSeedOrIndex(MemoryTask task) {
    List<String> hashes =
        List.of(
            hash(task.batch(8, 5, 2)),
            hash(task.batch(8, 6, 2)),
            hash(task.batch(8, 5, 3)),
            hash(task.batch(8, 5, -1)));
    assertEquals(4, hashes.stream().distinct().count(), hashes.toString());
  }

  private static String hash(SequenceBatch batch) {
    return DataHash.of(List.of(batch));
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void fitsTheExamplesOfTheLibrary(MemoryTask task) {
    SequenceExamples examples =
        SequenceExamples.of(List.of(task.batch(4, 1, 0), task.batch(4, 1, 1)));
    SequenceBatch batch = task.batch(4, 1, 1);
    SequenceBatch again = examples.batch(4, 5, 6, 7);
    assertEquals(task.features(), again.features());
    assertEquals(batch.timesteps(), again.timesteps());
    assertArrayEquals(batch.inputs(), again.inputs());
    assertArrayEquals(batch.lengths(), again.lengths());
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void isSolvedAtATenthOfTheBaseline(MemoryTask task) {
    assertEquals(task.baselineLoss() / 10, task.solvedLoss(), 1e-12);
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void refusesAnEmptyBatch(MemoryTask task) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> task.batch(0, 1, 0));
    assertEquals("examples: expected at least 1, got 0", refused.getMessage());
  }

  /** Recorded once: a change of these numbers makes earlier results incomparable. */
  @ParameterizedTest
  @MethodSource("tasks")
  void givesTheSameSequencesInEveryVersion(MemoryTask task) {
    SequenceBatch batch = task.batch(3, 42, 7);
    assertEquals(
        switch (task.getClass().getSimpleName()) {
          case "AddingProblem" -> "f0eb4bab30e18b45";
          case "CopyMemory" -> "0390eaefc2db5f68";
          default -> "7f711194a5b594c8";
        },
        hash(batch).substring(0, 16));
  }
}
