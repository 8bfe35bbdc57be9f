package dev.sluice.app.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.cell.Activation;
import dev.sluice.cell.Biases;
import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class ParityCommandTest {
  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  static Stream<Cell> cells() {
    return Stream.of(
        Rnn.of(2, 3),
        Rnn.of(2, 3).withActivation(Activation.relu()).withBiases(Biases.NONE),
        Rnn.article(2, 3),
        Lstm.of(2, 3),
        Lstm.article(2, 3),
        Lstm.of(2, 3).withCandidateActivation(Activation.scaledTanh(1.7f, 0.66f)),
        Gru.of(2, 3),
        Gru.article(2, 3),
        Gru.of(2, 3).withCandidateActivation(new Activation(Activation.Kind.LEAKY_RELU, 0.1f, 0)));
  }

  @ParameterizedTest
  @MethodSource("cells")
  void casesOfTheOraclePass(Cell cell) {
    for (int layers = 1; layers <= 2; layers++) {
      for (int directions = 1; directions <= 2; directions++) {
        OracleCase.of(cell, layers, directions).file().write(folder.resolve("full"));
        OracleCase.of(cell, layers, directions, 2, 0, 5).file().write(folder.resolve("lengths"));
        assertEquals(0, run("full", "lengths"), out::toString);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cells")
  void aFlippedSignIsCaught(Cell cell) {
    CaseFile file = OracleCase.of(cell, 2, 2).file();
    file.values.get("weight_hh_l1_reverse")[1] *= -1;
    file.write(folder.resolve("flipped"));
    assertEquals(1, run("flipped"));
    assertTrue(out.toString().contains("FAIL"), out::toString);
  }

  @Test
  void nanAlwaysFails() {
    CaseFile file = OracleCase.of(Lstm.of(2, 3), 1, 1).file();
    file.values.get("grad.x")[4] = Double.NaN;
    file.write(folder.resolve("nan"));
    assertEquals(1, run("nan", "--tolerance", "1e9"));
    assertTrue(out.toString().lines().anyMatch(row -> row.matches(".*grad\\.x .*NaN.*FAIL")));
  }

  @Test
  void aMalformedFileDoesNotHideTheOthers() throws IOException {
    CaseFile good = OracleCase.of(Gru.of(2, 3), 1, 1).file();
    good.write(folder.resolve("good"));
    Files.writeString(folder.resolve("malformed"), "no safetensors");
    assertEquals(2, run("malformed", "good"));
    assertTrue(out.toString().contains("tensors passed"), out::toString);
    assertTrue(out.toString().contains(folder.resolve("good").toString()), out::toString);
  }

  @Test
  void aMissingFileDoesNotHideTheOthers() {
    OracleCase.of(Gru.of(2, 3), 1, 1).file().write(folder.resolve("good"));
    assertEquals(2, run("missing", "good"));
    assertEquals(
        "sluice: no such file or folder: " + folder.resolve("missing"), err.toString().strip());
    assertTrue(out.toString().contains("8 of 8 tensors passed"), out::toString);
  }

  @Test
  void anImpossibleCombinationIsOneLine() {
    CaseFile file = OracleCase.of(Lstm.of(2, 3).withLayerNorm(), 1, 1).file();
    file.metadata.put("coupled", "true");
    file.write(folder.resolve("impossible"));
    assertEquals(2, run("impossible"));
    assertEquals(1, err.toString().lines().count(), err::toString);
    assertTrue(err.toString().contains("cannot be combined"), err::toString);
  }

  @Test
  void toleranceIsTheUsersChoice() {
    CaseFile file = OracleCase.of(Gru.of(2, 3), 1, 1).file();
    file.values.get("y")[0] += 0.01;
    file.write(folder.resolve("off"));
    assertEquals(1, run("off"));
    assertEquals(0, run("off", "--tolerance", "0.1"));
    assertEquals(0, run("off", "--floor", "0.1"));
  }

  @Test
  void onlyExpectedTensorsAreCompared() {
    CaseFile file = OracleCase.of(Lstm.of(2, 3), 1, 1).file();
    file.values.keySet().removeIf(name -> name.startsWith("grad.") || name.startsWith("d"));
    file.remove("hn");
    file.remove("cn");
    file.write(folder.resolve("forward"));
    assertEquals(0, run("forward"));
    assertTrue(out.toString().contains("1 of 1 tensors passed"), out::toString);
  }

  private int run(String... arguments) {
    String[] resolved =
        Stream.concat(
                Stream.of("--device", "cpu", "--threads", "2"),
                Stream.of(arguments)
                    .map(a -> a.matches("[a-z]+") ? folder.resolve(a).toString() : a))
            .toArray(String[]::new);
    return new CommandLine(new ParityCommand())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err, true))
        .execute(resolved);
  }
}
