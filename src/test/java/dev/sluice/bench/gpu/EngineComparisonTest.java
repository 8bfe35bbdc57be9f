package dev.sluice.bench.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.bench.engine.BenchTask;
import dev.sluice.bench.engine.Deadline;
import dev.sluice.bench.engine.Engine;
import dev.sluice.bench.engine.ProductPrecision;
import dev.sluice.bench.engine.StepPasses;
import dev.sluice.bench.engine.TaskResult;
import dev.sluice.bench.engine.TaskResult.Status;
import dev.sluice.bench.engine.Timing;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EngineComparisonTest {
  private static final BenchTask TASK =
      BenchTask.layer("lstm", BenchTask.Sizes.of(4, 10, 8, 8), false);
  private static final Timing TIMING = Timing.onGpu(0, 2, 3, 0);
  private static final long PLENTY = 1 << 30;

  private final List<String> calls = new ArrayList<>();
  private final FakeEngine one = new FakeEngine("one", calls, 0.1);
  private final FakeEngine two = new FakeEngine("two", calls, 0.2);

  private EngineComparison bench(long freeMemory, Deadline deadline) {
    return new EngineComparison(
        List.of(one, two),
        List.of(List.of(ProductPrecision.FLOAT32)),
        () -> freeMemory,
        1024,
        TIMING,
        deadline);
  }

  private List<TaskResult> run(long freeMemory) {
    return bench(freeMemory, Deadline.in(100)).run(TASK);
  }

  private static List<Status> statuses(List<TaskResult> results) {
    return results.stream().map(TaskResult::status).toList();
  }

  private static long needed() {
    int sets = MemoryEstimate.sets(TASK, 1024, Float.BYTES);
    return MemoryEstimate.bytes(TASK, Float.BYTES, sets);
  }

  @Test
  void turnsGoAroundAndTheWarmUpDoesNotCount() {
    List<TaskResult> results = run(PLENTY);
    assertEquals(List.of("one prepares", "two prepares"), calls.subList(0, 2), calls::toString);
    assertEquals(
        List.of(
            "one FORWARD",
            "two FORWARD",
            "one FORWARD",
            "two FORWARD",
            "one FORWARD",
            "two FORWARD"),
        calls.subList(2, 8));
    assertEquals(4, results.size());
    for (TaskResult result : results) {
      assertEquals(TIMING.rounds() * TIMING.minPasses(), result.seconds().size());
      assertEquals(result.engine().equals("one") ? 0.1 : 0.2, result.median());
    }
  }

  @Test
  void thoseThatDoNotFitTogetherSitOneAfterTheOther() {
    List<TaskResult> results = run(needed() + needed() / 2);
    assertEquals(4, results.stream().filter(TaskResult::timed).count());
    assertTrue(calls.indexOf("one closes") < calls.indexOf("two prepares"), calls::toString);
  }

  @Test
  void whatDoesNotFitAtAllIsNotBegun() {
    List<TaskResult> results = run(needed() - 1);
    assertEquals(Set.of(Status.SKIPPED), new HashSet<>(statuses(results)));
    assertTrue(calls.isEmpty());
  }

  @Test
  void whoFindsNoRoomBesideTheOthersTriesAlone() {
    two.failing(new Engine.NoRoomException("full"));
    List<TaskResult> results = run(PLENTY);
    assertEquals(2, calls.stream().filter("two prepares"::equals).count());
    assertEquals(2, calls.stream().filter("two closes"::equals).count());
    assertEquals(
        List.of(Status.TIMED, Status.TIMED, Status.SKIPPED, Status.SKIPPED), statuses(results));
  }

  @Test
  void aFailureInAPassConcernsThatEngineOnly() {
    one.failing(new IllegalStateException("broken"));
    List<TaskResult> results = run(PLENTY);
    assertEquals(
        List.of(Status.FAILED, Status.FAILED, Status.TIMED, Status.TIMED), statuses(results));
    assertEquals("broken", results.get(0).note());
  }

  @Test
  void anotherAnswerIsNotTimed() {
    two.answering(1.001f);
    List<TaskResult> results = run(PLENTY);
    TaskResult wrong = resultOf("two", results);
    assertEquals(Status.WRONG, wrong.status());
    assertEquals(1e-3, wrong.error(), 1e-5);
    assertEquals(0, calls.stream().filter("two FORWARD"::equals).count());
  }

  /** Their losses alone are near enough; in float32 not even those are. */
  @ParameterizedTest
  @EnumSource(value = ProductPrecision.class, mode = EnumSource.Mode.EXCLUDE, names = "FLOAT32")
  void stepsThatDoNotLearnAreWrongInEveryArithmetic(ProductPrecision arithmetic) {
    one.offering(ProductPrecision.FLOAT32).answering(StepPasses.answers(0.6941, 0.6843, 0.6748));
    two.offering(arithmetic).answering(StepPasses.answers(0.6941, 0.6941, 0.6941));
    TaskResult wrong = resultOf("two", steps(arithmetic));
    assertEquals(Status.WRONG, wrong.status());
    assertEquals(1, wrong.error(), 1e-6);
    assertTrue(wrong.note().startsWith("drop: expected a relative error of at most "), wrong::note);
    assertTrue(wrong.note().endsWith(", got 1.0e+00"), wrong::note);
  }

  @Test
  void stepsThatLearnALittleLessForRoundingAreRight() {
    one.offering(ProductPrecision.FLOAT32).answering(StepPasses.answers(0.6941, 0.6843, 0.6748));
    two.offering(ProductPrecision.BFLOAT16).answering(StepPasses.answers(0.6938, 0.6845, 0.6755));
    assertEquals(Status.TIMED, resultOf("two", steps(ProductPrecision.BFLOAT16)).status());
  }

  private List<TaskResult> steps(ProductPrecision arithmetic) {
    return run(
        BenchTask.step("lstm", BenchTask.Sizes.of(2, 3, 4, 4), true),
        ProductPrecision.FLOAT32,
        arithmetic);
  }

  @Test
  void whereNobodyAnswersInFloat32TheReferenceIsNamed() {
    one.offering(ProductPrecision.TF32);
    two.offering(ProductPrecision.BFLOAT16).answering(1.125f);
    List<TaskResult> results = run(TASK, ProductPrecision.TF32, ProductPrecision.BFLOAT16);
    assertEquals(
        List.of(ProductPrecision.TF32),
        results.stream().map(TaskResult::reference).distinct().toList());
    BenchReport report =
        new BenchReport(true, "card", "grid", List.of(), new RooflineLimits(Map.of(), 1), results);
    assertTrue(
        MarkdownReport.of(report).contains("; two bfloat16, against tf32: 1.3e-01"),
        () -> MarkdownReport.of(report));
  }

  /** Who is held against bfloat16 may be as far off as bfloat16 is. */
  @Test
  void aReferenceIsAllowedItsOwnTolerance() {
    one.offering(ProductPrecision.BFLOAT16);
    two.offering(ProductPrecision.FLOAT16).answering(1.125f);
    List<TaskResult> results = run(TASK, ProductPrecision.BFLOAT16, ProductPrecision.FLOAT16);
    assertEquals(Status.TIMED, resultOf("two", results).status());
  }

  private List<TaskResult> run(BenchTask task, ProductPrecision... arithmetics) {
    List<List<ProductPrecision>> turns = Stream.of(arithmetics).distinct().map(List::of).toList();
    return new EngineComparison(
            List.of(one, two), turns, () -> PLENTY, 1024, TIMING, Deadline.in(100))
        .run(task);
  }

  private static TaskResult resultOf(String engine, List<TaskResult> results) {
    return results.stream().filter(r -> r.engine().equals(engine)).findFirst().orElseThrow();
  }

  @Test
  void theSmallestNumbersDecideHowManyInputsGoAround() {
    run(PLENTY);
    assertEquals(1, one.sets());
    two.withElementBytes(Short.BYTES);
    run(PLENTY);
    assertEquals(2, one.sets());
  }

  @Test
  void noCacheHoldsTheInputsOfSmallTasks() {
    long cache = 50 << 20;
    BenchTask task = BenchTask.layer("lstm", BenchTask.Sizes.of(16, 64, 128, 128), false);
    int sets = MemoryEstimate.sets(task, cache, Short.BYTES);
    assertTrue(sets * 2.0 * task.rows() * (128 + 128) >= 2 * cache, () -> sets + " sets");
  }

  @Test
  void anAnswerThatIsNoNumberIsNotRightEvenIfItIsTheFirst() {
    one.answering(Float.NaN);
    assertEquals(Set.of(Status.WRONG), new HashSet<>(statuses(run(PLENTY))));
  }

  @Test
  void nothingIsBegunAfterTheDeadline() {
    List<TaskResult> results = bench(PLENTY, Deadline.in(0)).run(TASK);
    assertEquals(4, results.size());
    assertEquals(Set.of(Status.NOT_MEASURED), new HashSet<>(statuses(results)));
    assertTrue(calls.isEmpty());
  }

  @Test
  void aGridThatIsCutShortKeepsWhatItHasAndTellsHowToGoOn() {
    BenchTask next = BenchTask.layer("rnn", BenchTask.Sizes.of(1, 2, 3, 4), true);
    // After both have made ready and warmed up, and one has had its first turn.
    Deadline deadline = new Deadline(() -> calls.size() >= 5);
    GridRun run =
        new GridRun(
            bench(PLENTY, deadline),
            "two tasks",
            List.of(TASK, next),
            1,
            false,
            "card",
            new RooflineLimits(Map.of(), 1));
    List<BenchReport> told = new ArrayList<>();
    BenchReport report = run.run(told::add);
    assertEquals(report, told.get(told.size() - 1));
    assertEquals(8, report.results().size());
    List<TaskResult> timed = report.results().stream().filter(TaskResult::timed).toList();
    assertEquals(1, timed.size());
    assertEquals("one", timed.get(0).engine());
    assertEquals(TIMING.minPasses(), timed.get(0).seconds().size());
    assertEquals(List.of(next.name()), report.notBegun());
    assertEquals("two tasks, tasks 1 to 1 of 2; --from 1 continues", report.grid());
    assertTrue(report.isGood());
  }

  @ParameterizedTest
  @EnumSource(TaskGrid.class)
  void noTaskStandsTwiceInAGrid(TaskGrid grid) {
    List<String> names = grid.tasks().stream().map(BenchTask::name).toList();
    assertEquals(names.size(), new HashSet<>(names).size());
  }

  @Test
  void theFullGridHoldsEveryCombination() {
    Set<String> names = new HashSet<>(TaskGrid.FULL.tasks().stream().map(BenchTask::name).toList());
    for (String cell : List.of("rnn", "lstm", "gru")) {
      for (int n : new int[] {16, 64, 128, 512, 1024}) {
        for (int t : new int[] {64, 256, 1024}) {
          for (int h : new int[] {128, 256, 512, 768, 1024, 2048}) {
            for (boolean reviews : new boolean[] {false, true}) {
              assertTrue(
                  names.contains(
                      BenchTask.layer(cell, BenchTask.Sizes.of(n, t, h, h), reviews).name()));
            }
          }
        }
      }
    }
  }
}
