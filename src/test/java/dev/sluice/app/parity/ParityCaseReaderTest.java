package dev.sluice.app.parity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.cell.Activation;
import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.oracle.CellVariants;
import dev.sluice.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ParityCaseReaderTest {
  @TempDir private Path folder;

  static Stream<Cell> cells() {
    return Stream.concat(
        CellVariants.dialects(2, 3).stream(), CellVariants.activated(2, 3).stream());
  }

  @ParameterizedTest
  @MethodSource("cells")
  void readsEveryCellBack(Cell cell) {
    assertEquals(cell, read(ParityCases.of(cell, 1, 1)).cell());
  }

  @Test
  void readsLayersDirectionsAndLengths() {
    ParityCase read = read(ParityCases.of(Lstm.of(2, 3), 3, 2, 2, 0, 5));
    assertEquals(3, read.layers());
    assertEquals(2, read.directions());
    assertArrayEquals(new int[] {2, 0, 5}, read.lengths());
    assertEquals(6, read.weights().size());
  }

  @Test
  void defaultsArePyTorchs() {
    for (Cell cell : new Cell[] {Rnn.of(2, 3), Lstm.of(2, 3), Gru.of(2, 3)}) {
      ParityCases file = ParityCases.of(cell, 1, 1);
      file.metadata.keySet().removeIf(key -> key.matches(".*activation|nonlinearity|reset|update"));
      assertEquals(cell, read(file).cell());
    }
  }

  @Test
  void candidateActivationIsTheOtherNameOfAnRnnsNonlinearity() {
    ParityCases file = ParityCases.of(Rnn.of(2, 3), 1, 1);
    file.metadata.remove("nonlinearity");
    file.metadata.put("candidate_activation", "ReLU");
    assertEquals(Rnn.of(2, 3).withActivation(Activation.relu()), read(file).cell());
  }

  static Stream<Arguments> malformed() {
    return Stream.of(
        metadata("format", "sluice-parity-2", "format: expected sluice-parity-1, got"),
        metadata("format", null, "metadata: expected the key format"),
        metadata("cell", "qrnn", "cell: expected rnn or lstm or gru, got \"qrnn\""),
        metadata("cell", null, "metadata: expected the key cell"),
        metadata("num_layers", "0", "num_layers: expected a number of at least 1, got \"0\""),
        metadata("num_layers", "two", "num_layers: expected"),
        metadata("num_layers", "999999999", "hn: expected shape [1999999998, 3, 3], got [4, 3, 3]"),
        metadata("num_layers", "1", "hn: expected shape [2, 3, 3], got [4, 3, 3]"),
        metadata("bidirectional", "yes", "bidirectional: expected true or false, got \"yes\""),
        metadata("bidirectional", null, "metadata: expected the key bidirectional"),
        metadata("peepholes", "true", "peepholes=true: this option is not built yet"),
        metadata("coupled", "true", "coupled=true: this option is not built yet"),
        metadata("layer_norm", "true", "metadata: unknown option layer_norm"),
        metadata("reset", "before", "reset=before: cell lstm has no such option"),
        metadata("nonlinearity", "relu", "nonlinearity=relu: cell lstm has no such option"),
        metadata("gate_activation", "swish", "gate_activation: activation: expected one of"),
        metadata("gate_activation", "tanh(1)", "gate_activation: TANH: expected 0 parameters"),
        metadata("gate_activation", "elu(x)", "gate_activation: expected a number, got \"x\""),
        metadata("gate_activation", "elu(-1)", "gate_activation: ELU: expected alpha >= 0"),
        metadata("gate_activation", "elu(1", "gate_activation: expected a name such as"),
        spoiled("x missing", file -> file.remove("x"), "x: expected this tensor, found none"),
        spoiled(
            "weight missing",
            file -> file.remove("weight_ih_l1_reverse"),
            "weight_ih_l1_reverse: expected this tensor, found none"),
        spoiled(
            "bias missing",
            file -> file.remove("bias_hh_l1"),
            "bias_hh_l1: expected this tensor, found none"),
        spoiled(
            "biases only above",
            file -> {
              file.remove("bias_ih_l0");
              file.remove("bias_hh_l0");
            },
            "unknown tensor"),
        spoiled(
            "projection",
            file -> file.put("weight_hr_l0", new double[6], 2, 3),
            "weight_hr_l0: projections are not built yet"),
        spoiled(
            "unknown tensor",
            file -> file.put("grad.z", new double[6], 2, 3),
            "grad.z: unknown tensor"),
        spoiled(
            "weight of another shape",
            file -> file.put("weight_ih_l0", new double[24], 2, 12),
            "weight_ih_l0: expected shape [12, 2], got [2, 12]"),
        spoiled(
            "x without a batch",
            file -> file.put("x", new double[10], 5, 2),
            "x: expected shape [T, N, I] with sizes of at least 1, got [5, 2]"),
        spoiled(
            "no timesteps",
            file -> file.put("x", new double[0], 0, 3, 2),
            "x: expected shape [T, N, I] with sizes of at least 1, got [0, 3, 2]"),
        spoiled(
            "expectation of another shape",
            file -> file.put("y", new double[10], 5, 2),
            "y: expected shape [5, 3, 6], got [5, 2]"),
        spoiled(
            "length negative",
            file -> file.lengths = new long[] {1, -1, 2},
            "lengths: expected 0 to 5, got -1 for row 1"),
        spoiled(
            "length beyond T",
            file -> file.lengths = new long[] {1, 1, 6},
            "lengths: expected 0 to 5, got 6 for row 2"),
        spoiled(
            "length beyond int",
            file -> file.lengths = new long[] {1L << 32, 1, 1},
            "lengths: expected 0 to 5, got 4294967296 for row 0"),
        spoiled(
            "lengths of another batch",
            file -> file.lengths = new long[] {1, 1},
            "lengths: expected shape [3], got [2]"),
        spoiled(
            "lengths as floats",
            file -> {
              file.lengths = null;
              file.put("lengths", new double[3], 3);
            },
            "lengths: expected I64, got F32"),
        spoiled(
            "gradients from nowhere",
            file -> {
              file.remove("dy");
              file.remove("dhn");
              file.remove("dcn");
            },
            "expected dy, dhn or dcn beside it"),
        spoiled(
            "nothing expected",
            file -> {
              file.values.keySet().removeIf(name -> name.matches("y|hn|cn|grad\\..*"));
              file.shapes.keySet().retainAll(file.values.keySet());
            },
            "expected at least one of y, hn, cn, grad.*, found none"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformed")
  void refusesWhatItDoesNotUnderstand(String what, Consumer<ParityCases> spoil, String message) {
    ParityCases file = ParityCases.of(Lstm.of(2, 3), 2, 2, 2, 0, 5);
    spoil.accept(file);
    String actual =
        assertThrows(IllegalArgumentException.class, () -> read(file), what).getMessage();
    assertTrue(actual.contains(message), actual);
    assertTrue(actual.startsWith(folder.resolve("case").toString()), actual);
  }

  @Test
  void refusesCellStatesOfACellWithoutThem() {
    ParityCases file = ParityCases.of(Gru.of(2, 3), 1, 1);
    file.put("c0", new double[9], 1, 3, 3);
    String message = assertThrows(IllegalArgumentException.class, () -> read(file)).getMessage();
    assertTrue(message.contains("c0: unknown tensor"), message);
  }

  @Test
  void refusesIntegersWhereFloatsBelong() {
    Path path = folder.resolve("case");
    ParityCases file = ParityCases.of(Rnn.of(2, 3), 1, 1);
    new SafetensorsWriter()
        .metadata(file.metadata)
        .longs("x", new long[30], 5, 3, 2)
        .floats("weight_hh_l0", new float[9], 3, 3)
        .write(path);
    String message =
        assertThrows(IllegalArgumentException.class, () -> ParityCaseReader.read(path))
            .getMessage();
    assertTrue(message.contains("x: expected F32 or F64, got I64"), message);
  }

  @Test
  void refusesWhatIsNoSafetensorsFile() throws IOException {
    Path path = Files.writeString(folder.resolve("case"), "not a tensor in sight");
    String message =
        assertThrows(IllegalArgumentException.class, () -> ParityCaseReader.read(path))
            .getMessage();
    assertTrue(message.contains(path.toString()), message);
    assertThrows(
        UncheckedIOException.class, () -> ParityCaseReader.read(folder.resolve("missing")));
  }

  private ParityCase read(ParityCases file) {
    return ParityCaseReader.read(file.write(folder.resolve("case")));
  }

  private static Arguments metadata(String key, String value, String message) {
    return spoiled(
        key + "=" + value,
        file -> {
          file.metadata.remove(key);
          if (value != null) {
            file.metadata.put(key, value);
          }
        },
        message);
  }

  private static Arguments spoiled(String what, Consumer<ParityCases> spoil, String message) {
    return Arguments.of(what, spoil, message);
  }
}
