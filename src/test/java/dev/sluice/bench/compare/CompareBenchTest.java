package dev.sluice.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The harness, not the speed: two engines of ours in processes of their own. */
class CompareBenchTest {

  @Test
  void measuresLayersAndStepsOfEnginesThatAgree(@TempDir Path folder) throws Exception {
    Path json = folder.resolve("compare.json");
    Path picture = folder.resolve("compare.svg");
    String table =
        run(
            "--plain",
            "--cells=lstm,gru",
            "--shapes=3,12,2,4r",
            "--steps=2,3,4,5",
            "--threads=1",
            "--rounds=1",
            "--seconds=0.001",
            "--warm-up=0",
            "--json=" + json,
            "--picture=" + picture);
    for (String cell : List.of("lstm", "gru")) {
      assertTrue(table.contains("| " + cell + " | 3,12,2,4 lengths | "), table);
      assertTrue(table.contains("| " + cell + " | step 2,3,4,5 | "), table);
    }
    JsonNode results = new ObjectMapper().readTree(json.toFile()).get("results");
    assertEquals(8, results.size());
    for (JsonNode result : results) {
      assertTrue(result.get("median").asDouble() > 0, result::toString);
      assertTrue(result.get("error").asDouble() <= Comparison.TOLERANCE, result::toString);
    }
    assertTrue(Files.readString(picture).endsWith("</svg>" + System.lineSeparator()));
  }

  @Test
  void whatAnEngineCannotDoIsSaidAndWhatItDoesWronglyIsNoSuccess() {
    Work work = Workload.layer("lstm", "2,3,4,5");
    Measurement ours = new Measurement("sluice", 1, work, 0, List.of(1.0, 2.0, 3.0), "");
    Measurement slower = new Measurement("pytorch", 1, work, 1e-6, List.of(3.0), "");
    Measurement unable = new Measurement("djl", 1, work, Double.NaN, List.of(), "not that");
    Measurement wrong = new Measurement("dl4j", 1, work, 0.5, List.of(), "y is wrong");
    assertTrue(report(ours, slower, unable).isGood());
    CompareReport report = report(ours, slower, unable, wrong);
    assertEquals(false, report.isGood());
    assertEquals(OptionalDouble.of(1.5), report.rows().get(0).ratio(report.peers()));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CompareTable.print(report, new PrintStream(out, true, StandardCharsets.UTF_8));
    String table = out.toString(StandardCharsets.UTF_8);
    assertTrue(table.contains("| unsupported | - | **other answer** | - | pytorch 1.50 |"), table);
    assertTrue(table.contains("* djl: not that (lstm 2,3,4,5)"), table);
    assertTrue(table.contains("* dl4j: y is wrong (lstm 2,3,4,5)"), table);
  }

  private static CompareReport report(Measurement... results) {
    List<CompareReport.Limit> limits = List.of(new CompareReport.Limit(1, 100));
    return new CompareReport(List.of("engines"), limits, List.of(results));
  }

  private static String run(String... arguments) {
    PrintStream old = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      assertEquals(0, new CommandLine(new CompareBench()).execute(arguments));
      return out.toString(StandardCharsets.UTF_8);
    } finally {
      System.setOut(old);
    }
  }
}
