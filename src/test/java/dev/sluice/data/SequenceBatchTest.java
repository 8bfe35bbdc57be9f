package dev.sluice.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class SequenceBatchTest {
  /** Sequence 0 has two steps, sequence 1 has one; two features. */
  private static final float[][][] SEQUENCES = {{{1, 2}, {3, 4}}, {{5, 6}}};

  @Test
  void padsSequencesTimeMajor() {
    SequenceBatch batch = SequenceBatch.withClassIds(SEQUENCES, new int[] {1, 0});
    assertEquals(2, batch.timesteps());
    assertEquals(2, batch.batchSize());
    assertEquals(2, batch.features());
    assertEquals(3, batch.liveSteps());
    assertArrayEquals(new float[] {1, 2, 5, 6, 3, 4, 0, 0}, batch.inputs());
    assertArrayEquals(new int[] {2, 1}, batch.lengths());
    assertArrayEquals(
        new int[] {1, 0}, assertInstanceOf(SequenceTargets.ClassIds.class, batch.targets()).ids());
  }

  @Test
  void ignoresPaddedStepsAndThoseMarked() {
    SequenceBatch batch = SequenceBatch.withStepClassIds(SEQUENCES, new int[][] {{-1, 7}, {3}});
    assertArrayEquals(
        new int[] {-1, 3, 7, -1},
        assertInstanceOf(SequenceTargets.StepClassIds.class, batch.targets()).ids());
  }

  @Test
  void takesNumbersForASequence() {
    SequenceBatch batch = SequenceBatch.withValues(SEQUENCES, new float[][] {{1, 2, 3}, {4, 5, 6}});
    SequenceTargets.Values values = assertInstanceOf(SequenceTargets.Values.class, batch.targets());
    assertEquals(3, values.size());
    assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, values.values());
  }

  @Test
  void takesNumbersForEachStep() {
    SequenceBatch batch =
        SequenceBatch.withStepValues(SEQUENCES, new float[][][] {{{1}, {2}}, {{3}}});
    SequenceTargets.StepValues values =
        assertInstanceOf(SequenceTargets.StepValues.class, batch.targets());
    assertEquals(1, values.size());
    assertArrayEquals(new float[] {1, 3, 2, 0}, values.values());
  }

  @Test
  void copiesWhatItIsGiven() {
    float[][][] sequences = {{{1}}};
    int[] ids = {2};
    SequenceBatch batch = SequenceBatch.withClassIds(sequences, ids);
    sequences[0][0][0] = 9;
    ids[0] = 9;
    assertArrayEquals(new float[] {1}, batch.inputs());
    assertArrayEquals(new int[] {2}, ((SequenceTargets.ClassIds) batch.targets()).ids());
  }

  @Test
  void splitsIntoBatchesAsIfEachHadBeenMadeAlone() {
    float[][][] x = {{{1, 2}}, {{3, 4}, {5, 6}, {7, 8}}, {{9, 10}, {11, 12}}};
    float[][][] perStep = {{{1}}, {{2}, {3}, {4}}, {{5}, {6}}};
    int[][] classPerStep = {{0}, {1, -1, 2}, {3, 4}};
    assertSplit(x, (from, to) -> SequenceBatch.withClassIds(cut(x, from, to), ids(from, to)));
    assertSplit(
        x,
        (from, to) ->
            SequenceBatch.withStepClassIds(
                cut(x, from, to), Arrays.copyOfRange(classPerStep, from, to)));
    assertSplit(x, (from, to) -> SequenceBatch.withValues(cut(x, from, to), cut(x, from, to, 0)));
    assertSplit(
        x, (from, to) -> SequenceBatch.withStepValues(cut(x, from, to), cut(perStep, from, to)));
    SequenceBatch whole = SequenceBatch.withClassIds(SEQUENCES, new int[2]);
    assertEquals(1, whole.split(Integer.MAX_VALUE).size());
    assertMessage("sequences: expected at least 1, got 0", () -> whole.split(0));
  }

  @Test
  void examplesOfSeveralBatchesFormNewOnes() {
    float[][][] x = {{{1, 2}}, {{3, 4}, {5, 6}, {7, 8}}, {{9, 10}, {11, 12}}};
    float[][][] picked = {x[2], x[0]};
    float[][][] values = {{{1}}, {{2}, {3}, {4}}, {{5}, {6}}};
    int[][] classes = {{0}, {1, -1, 2}, {3, 4}};
    assertSame(
        SequenceBatch.withStepValues(picked, new float[][][] {values[2], values[0]}),
        pick(SequenceBatch.withStepValues(x, values)));
    assertSame(
        SequenceBatch.withStepClassIds(picked, new int[][] {classes[2], classes[0]}),
        pick(SequenceBatch.withStepClassIds(x, classes)));
    assertSame(
        SequenceBatch.withClassIds(picked, new int[] {9, 7}),
        pick(SequenceBatch.withClassIds(x, new int[] {7, 8, 9})));
    assertSame(
        SequenceBatch.withValues(picked, new float[][] {{5, 6}, {1, 2}}),
        pick(SequenceBatch.withValues(x, new float[][] {{1, 2}, {3, 4}, {5, 6}})));
  }

  /** The third and the first sequence, of two batches. */
  private static SequenceBatch pick(SequenceBatch whole) {
    SequenceExamples examples = SequenceExamples.of(whole.split(2));
    assertArrayEquals(new int[] {1, 3, 2}, examples.lengths());
    return examples.batch(2, 0);
  }

  private static void assertSplit(float[][][] x, BiFunction<Integer, Integer, SequenceBatch> make) {
    List<SequenceBatch> parts = make.apply(0, x.length).split(2);
    assertEquals(2, parts.size());
    assertSame(make.apply(0, 2), parts.get(0));
    assertSame(make.apply(2, 3), parts.get(1));
  }

  private static void assertSame(SequenceBatch expected, SequenceBatch found) {
    assertEquals(expected.timesteps(), found.timesteps());
    assertEquals(expected.batchSize(), found.batchSize());
    assertEquals(expected.features(), found.features());
    assertArrayEquals(expected.inputs(), found.inputs());
    assertArrayEquals(expected.lengths(), found.lengths());
    SequenceTargets targets = found.targets();
    if (expected.targets() instanceof SequenceTargets.ClassIds classes) {
      assertArrayEquals(classes.ids(), ((SequenceTargets.ClassIds) targets).ids());
    } else if (expected.targets() instanceof SequenceTargets.StepClassIds classes) {
      assertArrayEquals(classes.ids(), ((SequenceTargets.StepClassIds) targets).ids());
    } else if (expected.targets() instanceof SequenceTargets.Values values) {
      assertArrayEquals(values.values(), ((SequenceTargets.Values) targets).values());
    } else if (expected.targets() instanceof SequenceTargets.StepValues values) {
      assertArrayEquals(values.values(), ((SequenceTargets.StepValues) targets).values());
    }
  }

  private static float[][][] cut(float[][][] x, int from, int to) {
    return Arrays.copyOfRange(x, from, to);
  }

  /** One step of each sequence. */
  private static float[][] cut(float[][][] x, int from, int to, int step) {
    return Arrays.stream(x, from, to).map(sequence -> sequence[step]).toArray(float[][]::new);
  }

  private static int[] ids(int from, int to) {
    return IntStream.range(from, to).toArray();
  }

  @Test
  void namesTheElementThatIsWrong() {
    assertMessage("sequences: ", () -> SequenceBatch.withClassIds(new float[0][][], new int[0]));
    assertMessage("sequences[1]: ", () -> ids(new float[][][] {{{1}}, {}}));
    assertMessage("sequences[0][0]: ", () -> ids(new float[][][] {{{}}, {{}}}));
    assertMessage("sequences[1][0]: expected 1", () -> ids(new float[][][] {{{1}}, {{1, 2}}}));
    assertMessage("sequences[0][1][0]: ", () -> ids(new float[][][] {{{1}, {Float.NaN}}, {{1}}}));
    assertMessage("ids: expected 2", () -> SequenceBatch.withClassIds(SEQUENCES, new int[1]));
    assertMessage("ids[1]: ", () -> SequenceBatch.withClassIds(SEQUENCES, new int[] {0, -1}));
    assertMessage(
        "ids[1]: expected 1",
        () -> SequenceBatch.withStepClassIds(SEQUENCES, new int[][] {{0, 0}, {0, 0}}));
    assertMessage(
        "ids[0][1]: ", () -> SequenceBatch.withStepClassIds(SEQUENCES, new int[][] {{0, -2}, {0}}));
    assertMessage(
        "values: expected 2", () -> SequenceBatch.withValues(SEQUENCES, new float[][] {{1}}));
    assertMessage(
        "values[0]: expected 2",
        () -> SequenceBatch.withStepValues(SEQUENCES, new float[][][] {{{1}}, {{1}}}));
  }

  private static SequenceBatch ids(float[][][] sequences) {
    return SequenceBatch.withClassIds(sequences, new int[sequences.length]);
  }

  private static void assertMessage(String start, Executable action) {
    String message = assertThrows(IllegalArgumentException.class, action).getMessage();
    assertTrue(message.startsWith(start), message);
  }
}
