package dev.sluice.bench.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.bench.engine.BenchTask;
import dev.sluice.bench.engine.ProductPrecision;
import dev.sluice.bench.engine.TaskResult;
import dev.sluice.bench.engine.TaskResult.Status;
import dev.sluice.bench.engine.TimedPass;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

/** What is told of made-up results. */
class BenchReportTest {
  private static final RooflineLimits LIMITS =
      new RooflineLimits(
          new EnumMap<>(
              Map.of(
                  ProductPrecision.FLOAT32, 50e12,
                  ProductPrecision.TF32, 400e12,
                  ProductPrecision.BFLOAT16, 700e12,
                  ProductPrecision.FLOAT16, 700e12)),
          2.5e12);

  /** A layer that the fastest plan does in 4 ms and PyTorch in 6 ms, and what became of others. */
  private static BenchReport small(boolean simulated) {
    BenchTask task = BenchTask.layer("lstm", BenchTask.Sizes.of(64, 100, 512, 512), false);
    BenchTask large = BenchTask.layer("gru", BenchTask.Sizes.of(1024, 1024, 2048, 2048), true);
    List<TaskResult> results =
        List.of(
            timed(task, "pytorch", 6e-3, 6e-3),
            timed(task, "stepwise", 9e-3, 9e-3),
            timed(task, "graph", 3e-3, 4e-3, 4e-3, 5e-3),
            left(task, "cudnn", Status.WRONG, "relative error 2"),
            left(large, "pytorch", Status.SKIPPED, "needs about 90 GB"),
            left(large, "stepwise", Status.NOT_MEASURED, ""));
    return new BenchReport(simulated, "a GPU", "a grid", List.of("PyTorch 9"), LIMITS, results);
  }

  private static TaskResult timed(BenchTask task, String engine, Double... seconds) {
    return timed(task, engine, ProductPrecision.FLOAT32, seconds);
  }

  private static TaskResult timed(
      BenchTask task, String engine, ProductPrecision arithmetic, Double... seconds) {
    return new TaskResult(
        task,
        task.kind() == BenchTask.Kind.STEP ? TimedPass.STEP : TimedPass.GRADIENTS,
        engine,
        arithmetic,
        Status.TIMED,
        1e-6,
        ProductPrecision.FLOAT32,
        List.of(seconds),
        "");
  }

  private static TaskResult left(BenchTask task, String engine, Status status, String note) {
    return new TaskResult(
        task,
        TimedPass.GRADIENTS,
        engine,
        ProductPrecision.FLOAT32,
        status,
        Double.NaN,
        null,
        List.of(),
        note);
  }

  @Test
  void theTableTellsTimesSharesAndRatio() {
    String markdown = MarkdownReport.of(small(false));
    // 6 * 6400 rows * 2048 * 1024 = 8.05e10 operations: in 4 ms 20.1 TFLOP/s, in 6 ms 13.4.
    assertTrue(
        markdown.contains(
            "| lstm | 64,100,512,512,1,1 | full | forward + backward | float32 | 90.00"
                + " | 40.00 ±6% | WRONG ANSWER | 60.00 | 1.50 | 40% / 27% | 1% / 1% |"),
        markdown);
    assertTrue(markdown.contains("products 50.0 TFLOP/s float32"), markdown);
    assertTrue(markdown.contains("2500 GB/s"), markdown);
    assertTrue(markdown.contains("| lstm, forward + backward, float32 | 1 | 1.50 |"), markdown);
  }

  @Test
  void ofTrainingStepsNoShareOfTheMemoryLimitIsTold() {
    BenchTask task = BenchTask.step("gru", BenchTask.Sizes.of(64, 100, 512, 512), true);
    List<TaskResult> results = List.of(timed(task, "pytorch", 6e-3), timed(task, "graph", 4e-3));
    BenchReport report = new BenchReport(false, "card", "grid", List.of(), LIMITS, results);
    String row =
        MarkdownReport.of(report)
            .lines()
            .filter(line -> line.startsWith("| gru |"))
            .findFirst()
            .get();
    assertTrue(row.matches(".*\\| 1\\.50 \\| \\d+% / \\d+% \\| - \\|"), row);
  }

  @Test
  void nothingIsDropped() {
    String markdown = MarkdownReport.of(small(false));
    assertTrue(
        markdown.contains("* lstm 64,100,512,512,1,1 full: relative error 2 (cudnn float32)"),
        markdown);
    String large = "gru 1024,1024,2048,2048,1,1 reviews";
    assertTrue(
        markdown.contains("Skipped:\n\n* " + large + ": needs about 90 GB (pytorch float32)"),
        markdown);
    assertTrue(
        markdown.contains("time limit was reached:\n\n* " + large + " (stepwise float32)"),
        markdown);
  }

  @Test
  void besideTheRivalsFloat16StandsOurBfloat16() {
    BenchTask task = BenchTask.layer("rnn", BenchTask.Sizes.of(1, 10, 8, 8), false);
    List<TaskResult> results =
        List.of(
            timed(task, "pytorch", ProductPrecision.BFLOAT16, 8e-3),
            timed(task, "graph", ProductPrecision.BFLOAT16, 2e-3),
            timed(task, "pytorch", ProductPrecision.FLOAT16, 3e-3));
    List<ResultRow> rows = ResultRow.of(results);
    assertEquals(4, rows.get(0).ratio().getAsDouble(), 1e-9);
    assertEquals(1.5, rows.get(1).ratio().getAsDouble(), 1e-9);
    assertTrue(rows.get(1).of("graph").isEmpty());
  }

  @Test
  void aWrongAnswerIsNoGoodEnd() {
    assertFalse(small(false).isGood());
  }

  @Test
  void aSimulatedCardsSpeedIsToldNowhere() throws Exception {
    BenchReport report = small(true);
    String markdown = MarkdownReport.of(report);
    assertTrue(
        markdown.contains("| simulated | simulated | WRONG ANSWER | simulated | - | - | - |"));
    assertFalse(markdown.contains("40.0"), markdown);
    assertFalse(JsonReport.of(report).contains("seconds"));
    assertTrue(RatioPlot.of(report).isEmpty());
  }

  @Test
  void theJsonHasEveryNumber() throws Exception {
    JsonNode json = new ObjectMapper().readTree(JsonReport.of(small(false)));
    JsonNode graph = json.get("results").get(2);
    assertEquals("graph", graph.get("engine").asText());
    assertEquals(512, graph.get("H").asInt());
    assertEquals(4, graph.get("seconds").size());
    assertEquals(40, graph.get("microsecondsPerStep").asDouble(), 1e-9);
    assertEquals(2.5e12, json.get("limits").get("bytesPerSecond").asDouble());
  }

  @Test
  void filesAreWrittenAndPicturesAreWellFormed(@TempDir Path folder) throws Exception {
    new ReportFiles(folder.resolve("run"), true).write(madeUp());
    String markdown = Files.readString(folder.resolve("run.md"));
    for (String name : List.of("hidden", "batch", "ratio")) {
      String svg = Files.readString(folder.resolve("run-" + name + ".svg"));
      DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(svg)));
      assertTrue(markdown.contains("](run-" + name + ".svg)"), markdown);
    }
    assertTrue(Files.readString(folder.resolve("run.json")).startsWith("{"));
  }

  /** The small grid with times that grow as on a GPU, without any claim. */
  static BenchReport madeUp() {
    Map<String, Double> factors =
        Map.of("stepwise", 2.2, "graph", 1.0, "cudnn", 0.8, "pytorch", 1.2);
    List<TaskResult> results = new ArrayList<>();
    for (BenchTask task : TaskGrid.SMALL.tasks()) {
      for (TimedPass pass : task.passes()) {
        for (ProductPrecision arithmetic : ProductPrecision.values()) {
          for (String engine : List.of("pytorch", "stepwise", "graph", "cudnn")) {
            boolean offered =
                engine.equals("pytorch")
                    || arithmetic.precision().isPresent()
                        && !(engine.equals("cudnn") && arithmetic == ProductPrecision.BFLOAT16);
            if (offered) {
              double limit = LIMITS.products().get(arithmetic) * 0.4;
              double least = 6e-6 * task.timesteps() * pass.products();
              double seconds =
                  (least + task.operations(pass) / limit)
                      * factors.get(engine)
                      * (arithmetic == ProductPrecision.FLOAT16 ? 0.6 : 1)
                      * (engine.equals("pytorch") && task.batch() > 64 ? 0.5 : 1);
              results.add(
                  new TaskResult(
                      task,
                      pass,
                      engine,
                      arithmetic,
                      Status.TIMED,
                      1e-6,
                      ProductPrecision.FLOAT32,
                      List.of(seconds, seconds * 1.01),
                      ""));
            }
          }
        }
      }
    }
    return new BenchReport(false, "made up", "made up", List.of("made up"), LIMITS, results);
  }
}
