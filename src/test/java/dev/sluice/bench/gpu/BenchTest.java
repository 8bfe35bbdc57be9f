package dev.sluice.bench.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.bench.gpu.Result.Status;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BenchTest {
  private static final Task TASK = Task.layer("lstm", Task.Sizes.of(4, 10, 8, 8), false);
  private static final Timing TIMING = new Timing(0, 2, 3, 0);
  private static final long PLENTY = 1 << 30;

  private final List<String> calls = new ArrayList<>();
  private final FakeEngine one = new FakeEngine("one", calls, 0.1);
  private final FakeEngine two = new FakeEngine("two", calls, 0.2);

  private Bench bench(long freeMemory, Deadline deadline) {
    return new Bench(
        List.of(one, two),
        List.of(List.of(Arithmetic.FLOAT32)),
        () -> freeMemory,
        1024,
        TIMING,
        deadline);
  }

  private List<Result> run(long freeMemory) {
    return bench(freeMemory, Deadline.in(100)).run(TASK);
  }

  private static List<Status> statuses(List<Result> results) {
    return results.stream().map(Result::status).toList();
  }

  private static long needed() {
    int sets = MemoryEstimate.sets(TASK, 1024, Float.BYTES);
    return MemoryEstimate.bytes(TASK, Float.BYTES, sets);
  }

  @Test
  void turnsGoAroundAndTheWarmUpDoesNotCount() {
    List<Result> results = run(PLENTY);
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
    for (Result result : results) {
      assertEquals(TIMING.rounds() * TIMING.leastPasses(), result.seconds().size());
      assertEquals(result.engine().equals("one") ? 0.1 : 0.2, result.median());
    }
  }

  @Test
  void thoseThatDoNotFitTogetherSitOneAfterTheOther() {
    List<Result> results = run(needed() + needed() / 2);
    assertEquals(4, results.stream().filter(Result::timed).count());
    assertTrue(calls.indexOf("one closes") < calls.indexOf("two prepares"), calls::toString);
  }

  @Test
  void whatDoesNotFitAtAllIsNotBegun() {
    List<Result> results = run(needed() - 1);
    assertEquals(Set.of(Status.SKIPPED), new HashSet<>(statuses(results)));
    assertTrue(calls.isEmpty());
  }

  @Test
  void whoFindsNoRoomBesideTheOthersTriesAlone() {
    two.failing(new Engine.NoRoomException("full"));
    List<Result> results = run(PLENTY);
    assertEquals(2, calls.stream().filter("two prepares"::equals).count());
    assertEquals(2, calls.stream().filter("two closes"::equals).count());
    assertEquals(
        List.of(Status.TIMED, Status.TIMED, Status.SKIPPED, Status.SKIPPED), statuses(results));
  }

  @Test
  void aFailureInAPassConcernsThatEngineOnly() {
    one.failing(new IllegalStateException("broken"));
    List<Result> results = run(PLENTY);
    assertEquals(
        List.of(Status.FAILED, Status.FAILED, Status.TIMED, Status.TIMED), statuses(results));
    assertEquals("broken", results.get(0).note());
  }

  @Test
  void anotherAnswerIsNotTimed() {
    two.answering(1.001f);
    List<Result> results = run(PLENTY);
    Result wrong = results.get(0);
    assertEquals(Status.WRONG, wrong.status());
    assertEquals(1e-3, wrong.error(), 1e-5);
    assertEquals(0, calls.stream().filter("two FORWARD"::equals).count());
  }

  /** Their losses alone are near enough; in float32 not even those are. */
  @ParameterizedTest
  @EnumSource(value = Arithmetic.class, mode = EnumSource.Mode.EXCLUDE, names = "FLOAT32")
  void stepsThatDoNotLearnAreWrongInEveryArithmetic(Arithmetic arithmetic) {
    one.offering(Arithmetic.FLOAT32).answering(StepPasses.answers(0.6941, 0.6843, 0.6748));
    two.offering(arithmetic).answering(StepPasses.answers(0.6941, 0.6941, 0.6941));
    Result wrong = resultOf("two", steps(arithmetic));
    assertEquals(Status.WRONG, wrong.status());
    assertEquals(1, wrong.error(), 1e-6);
    assertTrue(wrong.note().startsWith("drop: relative error 1.0e+00"), wrong::note);
  }

  @Test
  void stepsThatLearnALittleLessForRoundingAreRight() {
    one.offering(Arithmetic.FLOAT32).answering(StepPasses.answers(0.6941, 0.6843, 0.6748));
    two.offering(Arithmetic.BFLOAT16).answering(StepPasses.answers(0.6938, 0.6845, 0.6755));
    assertEquals(Status.TIMED, resultOf("two", steps(Arithmetic.BFLOAT16)).status());
  }

  private List<Result> steps(Arithmetic arithmetic) {
    return run(Task.step("lstm", Task.Sizes.of(2, 3, 4, 4)), Arithmetic.FLOAT32, arithmetic);
  }

  @Test
  void whereNobodyAnswersInFloat32TheReferenceIsNamed() {
    one.offering(Arithmetic.TF32);
    two.offering(Arithmetic.BFLOAT16).answering(1.125f);
    List<Result> results = run(TASK, Arithmetic.TF32, Arithmetic.BFLOAT16);
    assertEquals(
        List.of(Arithmetic.TF32), results.stream().map(Result::reference).distinct().toList());
    BenchReport report =
        new BenchReport(true, "card", "grid", List.of(), new Limits(Map.of(), 1), results);
    assertTrue(
        MarkdownReport.of(report).contains("; two bfloat16, against tf32: 1.3e-01"),
        () -> MarkdownReport.of(report));
  }

  /** Who is held against bfloat16 may be as far off as bfloat16 is. */
  @Test
  void aReferenceIsAllowedItsOwnTolerance() {
    one.offering(Arithmetic.BFLOAT16);
    two.offering(Arithmetic.FLOAT16).answering(1.125f);
    List<Result> results = run(TASK, Arithmetic.BFLOAT16, Arithmetic.FLOAT16);
    assertEquals(Status.TIMED, resultOf("two", results).status());
  }

  private List<Result> run(Task task, Arithmetic... arithmetics) {
    List<List<Arithmetic>> turns = Stream.of(arithmetics).distinct().map(List::of).toList();
    return new Bench(List.of(one, two), turns, () -> PLENTY, 1024, TIMING, Deadline.in(100))
        .run(task);
  }

  private static Result resultOf(String engine, List<Result> results) {
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
    Task task = Task.layer("lstm", Task.Sizes.of(16, 64, 128, 128), false);
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
    List<Result> results = bench(PLENTY, Deadline.in(0)).run(TASK);
    assertEquals(4, results.size());
    assertEquals(Set.of(Status.NOT_MEASURED), new HashSet<>(statuses(results)));
    assertTrue(calls.isEmpty());
  }

  @Test
  void aGridThatIsCutShortKeepsWhatItHasAndTellsHowToGoOn() {
    Task next = Task.layer("rnn", Task.Sizes.of(1, 2, 3, 4), true);
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
            new Limits(Map.of(), 1));
    List<BenchReport> told = new ArrayList<>();
    BenchReport report = run.run(told::add);
    assertEquals(report, told.get(told.size() - 1));
    assertEquals(8, report.results().size());
    List<Result> timed = report.results().stream().filter(Result::timed).toList();
    assertEquals(1, timed.size());
    assertEquals("one", timed.get(0).engine());
    assertEquals(TIMING.leastPasses(), timed.get(0).seconds().size());
    assertEquals(List.of(next.name()), report.notBegun());
    assertEquals("two tasks, tasks 1 to 1 of 2; --from 1 goes on", report.grid());
    assertTrue(report.isGood());
  }

  @ParameterizedTest
  @EnumSource(Grid.class)
  void noTaskStandsTwiceInAGrid(Grid grid) {
    List<String> names = grid.tasks().stream().map(Task::name).toList();
    assertEquals(names.size(), new HashSet<>(names).size());
  }

  @Test
  void theFullGridHoldsEveryCombination() {
    Set<String> names = new HashSet<>(Grid.FULL.tasks().stream().map(Task::name).toList());
    for (String cell : List.of("rnn", "lstm", "gru")) {
      for (int n : new int[] {16, 64, 128, 512, 1024}) {
        for (int t : new int[] {64, 256, 1024}) {
          for (int h : new int[] {128, 256, 512, 768, 1024, 2048}) {
            for (boolean reviews : new boolean[] {false, true}) {
              assertTrue(
                  names.contains(Task.layer(cell, Task.Sizes.of(n, t, h, h), reviews).name()));
            }
          }
        }
      }
    }
  }
}
