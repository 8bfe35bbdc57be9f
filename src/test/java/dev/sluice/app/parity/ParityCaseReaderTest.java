package dev.sluice.app.parity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.cell.Activation;
import dev.sluice.cell.Biases;
import dev.sluice.cell.Cell;
import dev.sluice.cell.CellParameter;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.oracle.CellVariants;
import dev.sluice.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("verify")
class ParityCaseReaderTest {
  @TempDir private Path folder;

  static Stream<Cell> cells() {
    return Stream.concat(
        CellVariants.dialects(2, 3).stream(), CellVariants.activated(2, 3).stream());
  }

  @ParameterizedTest
  @MethodSource("cells")
  void readsEveryCellBack(Cell cell) {
    assertEquals(cell, read(OracleCase.of(cell, 1, 1).file()).cells().get(0).cell());
  }

  @Test
  void readsLayersDirectionsAndLengths() {
    ParityCase read = read(OracleCase.of(Lstm.of(2, 3), 3, 2, 2, 0, 5).file());
    assertEquals(3, read.layers());
    assertEquals(2, read.directions());
    assertArrayEquals(new int[] {2, 0, 5}, read.lengths());
    assertEquals(6, read.cells().size());
  }

  @Test
  void defaultsArePyTorchs() {
    for (Cell cell : new Cell[] {Rnn.of(2, 3), Lstm.of(2, 3), Gru.of(2, 3)}) {
      CaseFile file = OracleCase.of(cell, 1, 1).file();
      file.metadata.keySet().removeIf(key -> key.matches(".*activation|nonlinearity|reset|update"));
      assertEquals(cell, read(file).cells().get(0).cell());
    }
  }

  @Test
  void candidateActivationIsAnotherNameOfNonlinearity() {
    CaseFile file = OracleCase.of(Rnn.of(2, 3), 1, 1).file();
    file.metadata.remove("nonlinearity");
    file.metadata.put("candidate_activation", "ReLU");
    assertEquals(Rnn.of(2, 3).withActivation(Activation.relu()), read(file).cells().get(0).cell());
  }

  @Test
  void everyOptionOfTheTableIsReadBack() {
    OracleCases.all()
        .forEach(
            (name, given) -> {
              ParityCase read = read(given.file());
              assertEquals(given.merge(), read.merge(), name);
              assertEquals(given.bptt(), read.bptt(), name);
              assertEquals(given.directions().size(), read.directions(), name);
              for (int k = 0; k < read.cells().size(); k++) {
                CellCase cell = read.cells().get(k);
                Cell expected = given.cells().get(k / read.directions());
                assertEquals(expected.withInputSize(cell.cell().inputSize()), cell.cell(), name);
                assertEquals(given.directions().get(k % read.directions()), cell.direction());
                assertEquals(given.masks(k), cell.masks(), name);
              }
            });
  }

  @Test
  void commentsAreIgnoredAndStatedSizesAreChecked() {
    CaseFile file = OracleCase.of(Lstm.of(2, 4).withProjection(3), 1, 1).file();
    file.metadata.putAll(
        Map.of("description", "a case", "torch_version", "2.13.0", "bidirectional", "False"));
    file.metadata.putAll(Map.of("input_size", "2", "hidden_size", "4", "proj_size", "3"));
    file.metadata.putAll(Map.of("bias", "True", "batch_first", "False"));
    assertEquals(Lstm.of(2, 4).withProjection(3), read(file).cells().get(0).cell());
  }

  @Test
  void eachCellHasTheBiasesOfTheFile() {
    CaseFile file = OracleCase.of(Gru.of(2, 3), 2, 1).file();
    drop(file, "bias_hh_l0");
    drop(file, "bias_ih_l1");
    List<CellCase> cells = read(file).cells();
    assertEquals(Biases.SINGLE, cells.get(0).cell().biases());
    assertEquals(Biases.DOUBLE, cells.get(1).cell().biases());
    assertArrayEquals(new float[9], cells.get(1).weights().get(CellParameter.BIAS_IH));
  }

  @Test
  void thePeepholeOfACoupledForgetGateMayBeAbsent() {
    CaseFile file = OracleCase.of(Lstm.of(2, 3).withPeepholes().withCoupledGates(), 1, 1).file();
    drop(file, "weight_cf_l0");
    Map<CellParameter, float[]> weights = read(file).cells().get(0).weights();
    assertArrayEquals(new float[3], weights.get(CellParameter.WEIGHT_CF));
  }

  private static void drop(CaseFile file, String weight) {
    file.remove(weight);
    file.remove("grad." + weight);
  }

  @Test
  void parametersOfAnActivationMayBeNamed() {
    assertEquals(
        Activation.scaledTanh(1.5f, 0.5f),
        ActivationSyntax.parse("key", "ScaledTanh (alpha=1.5, beta = 0.5)"));
  }

  static Stream<Arguments> impossible() {
    Lstm lstm = Lstm.of(2, 3);
    return Stream.of(
        Arguments.of(lstm.withLayerNorm(), "coupled", "true", "cannot be combined"),
        Arguments.of(Gru.of(2, 3).withLayerNorm(), "reset", "before", "cannot be combined"),
        Arguments.of(Gru.of(2, 3), "peepholes", "true", "cell gru has no such option"),
        Arguments.of(Gru.of(2, 3), "cell_clip", "1", "cell gru has no such option"),
        Arguments.of(Rnn.of(2, 3), "coupled", "true", "cell rnn has no such option"),
        Arguments.of(Rnn.of(2, 3), "zoneout_cell", "0.5", "cell rnn has no such option"),
        Arguments.of(Rnn.of(2, 3), "merge", "sum", "expected also bidirectional=true"),
        Arguments.of(Rnn.of(2, 3), "direction", "both", "expected forward or reverse"),
        Arguments.of(lstm.withZoneout(0.5f, 0), "zoneout_seed", "a", "a 64-bit integer"));
  }

  @ParameterizedTest(name = "{1}={2}")
  @MethodSource("impossible")
  void refusesImpossibleCombinations(Cell cell, String key, String value, String message) {
    CaseFile file = OracleCase.of(cell, 1, 1).file();
    file.metadata.put(key, value);
    String actual = assertThrows(IllegalArgumentException.class, () -> read(file)).getMessage();
    assertTrue(actual.contains(message), actual);
  }

  @Test
  void refusesAProjectionOfACellOtherThanAnLstm() {
    CaseFile file = OracleCase.of(Gru.of(2, 3), 1, 1).file();
    file.put("weight_hr_l0", new double[6], 2, 3);
    String actual = assertThrows(IllegalArgumentException.class, () -> read(file)).getMessage();
    assertTrue(actual.contains("weight_hr_l0: only an lstm has a projection"), actual);
  }

  @Test
  void refusesStackedStatesOfLayersThatDifferInWidth() {
    CaseFile file = OracleCases.all().get("gru-widths").file();
    file.put("h0", new double[36], 4, 3, 3);
    String actual = assertThrows(IllegalArgumentException.class, () -> read(file)).getMessage();
    assertTrue(actual.contains("h0: expected one tensor per cell, such as h0_l0"), actual);
  }

  @Test
  void readsEveryTypeOfFloatsAndIntegers() {
    Path path = folder.resolve("case");
    new SafetensorsWriter()
        .withMetadata(
            Map.of(
                "format", "sluice-parity-1",
                "cell", "rnn",
                "num_layers", "1",
                "bidirectional", "false"))
        .withDoubles("x", new double[] {0.1, 2}, 1, 2, 1)
        .withFloat16("weight_ih_l0", new float[] {0.5f}, 1, 1)
        .withBfloat16("weight_hh_l0", new float[] {-0.25f}, 1, 1)
        .withInts("lengths", new int[] {0, 1}, 2)
        .withFloats("y", new float[] {1, 1}, 1, 2, 1)
        .write(path);
    ParityCase read = ParityCaseReader.read(path);
    assertArrayEquals(new float[] {0.1f, 2}, read.x());
    assertArrayEquals(new int[] {0, 1}, read.lengths());
    Map<CellParameter, float[]> weights = read.cells().get(0).weights();
    assertArrayEquals(new float[] {0.5f}, weights.get(CellParameter.WEIGHT_IH));
    assertArrayEquals(new float[] {-0.25f}, weights.get(CellParameter.WEIGHT_HH));
  }

  @Test
  void theHelpExplainsEveryKey() {
    ParityFormat.KEYS.forEach(key -> assertTrue(ParityFormat.HELP.contains(key), key));
  }

  static Stream<Arguments> malformed() {
    return Stream.of(
        metadata("format", "sluice-parity-2", "format: expected sluice-parity-1, got"),
        metadata("format", null, "metadata: expected the key format"),
        metadata("cell", "qrnn", "cell: expected rnn or lstm or gru, got \"qrnn\""),
        metadata("cell", null, "metadata: expected the key cell"),
        metadata("num_layers", "0", "num_layers: expected a number of at least 1, got \"0\""),
        metadata("num_layers", "two", "num_layers: expected"),
        metadata("num_layers", "999999999", "weight_hh_l2: expected this tensor, got none"),
        metadata("num_layers", "1", "h0: expected shape [2, 3, 3], got [4, 3, 3]"),
        metadata("bidirectional", "yes", "bidirectional: expected true or false, got \"yes\""),
        metadata("bidirectional", null, "metadata: expected the key bidirectional"),
        metadata("peepholes", "true", "weight_ci_l0: expected this tensor, got none"),
        metadata("peepholes", "on", "peepholes: expected true or false, got \"on\""),
        metadata("layer_norm", "true", "norm_ih_l0: expected this tensor, got none"),
        metadata("layernorm", "true", "metadata: unknown option layernorm"),
        metadata("dropout", "0.5", "metadata: unknown option dropout"),
        metadata("cell_clip", "-1", "cell_clip: expected a finite bound above 0"),
        metadata("preactivation_clip", "NaN", "preactivation_clip: expected a finite bound"),
        metadata("preactivation_clip", "much", "preactivation_clip: expected a number, got"),
        metadata(
            "zoneout_hidden", "1", "zoneout hidden: expected 0 to below 1 in float32, got 1.0"),
        metadata("zoneout_seed", "1", "zoneout_seed: expected also zoneout_hidden or zoneout_cell"),
        metadata("zoneout_step", "1", "zoneout_step: expected also zoneout_seed"),
        metadata("direction", "reverse", "direction: expected also bidirectional=false"),
        metadata("merge", "mean", "merge: expected concat or sum, got \"mean\""),
        metadata("merge", "sum", "weight_ih_l1: expected shape [12, 3], got [12, 6]"),
        metadata("bptt_window", "0", "bptt_window: expected a number of at least 1, got \"0\""),
        metadata("input_size", "3", "input_size: expected 2 as in the tensors, got \"3\""),
        metadata("hidden_size", "4", "hidden_size: expected 3 as in the tensors, got \"4\""),
        metadata("proj_size", "2", "proj_size: expected 0 as in the tensors, got \"2\""),
        metadata("bias", "false", "bias: expected true as in the tensors, got \"false\""),
        metadata("batch_first", "true", "batch_first: expected false"),
        metadata("reset", "before", "reset=before: cell lstm has no such option"),
        metadata("nonlinearity", "relu", "nonlinearity=relu: cell lstm has no such option"),
        metadata("gate_activation", "swish", "gate_activation: activation: expected one of"),
        metadata("gate_activation", "tanh(1)", "gate_activation: TANH: expected 0 parameters"),
        metadata("gate_activation", "elu(x)", "gate_activation: expected a number, got \"x\""),
        metadata("gate_activation", "elu(-1)", "gate_activation: ELU: expected alpha >= 0"),
        metadata("gate_activation", "elu(1", "gate_activation: expected a name such as"),
        spoiled("x missing", file -> file.remove("x"), "x: expected this tensor, got none"),
        spoiled(
            "weight missing",
            file -> file.remove("weight_ih_l1_reverse"),
            "weight_ih_l1_reverse: expected this tensor, got none"),
        spoiled(
            "gradient of a missing bias",
            file -> file.remove("bias_hh_l1"),
            "grad.bias_hh_l1: expected the tensor bias_hh_l1"),
        spoiled(
            "projection that does not fit",
            file -> file.put("weight_hr_l0", new double[6], 2, 3),
            "weight_hh_l0: expected shape [12, 2], got [12, 3]"),
        spoiled(
            "projection in one direction",
            file -> {
              file.put("weight_hr_l0", new double[9], 3, 3);
            },
            "weight_hr_l0_reverse: expected this tensor, got none"),
        spoiled(
            "peephole without the option",
            file -> file.put("weight_ci_l0", new double[3], 3),
            "weight_ci_l0: expected peepholes=true"),
        spoiled(
            "gain without the option",
            file -> file.put("norm_ih_l0", new double[12], 12),
            "norm_ih_l0: expected layer_norm=true"),
        spoiled(
            "a state twice",
            file -> file.put("h0_l0", new double[9], 3, 3),
            "h0_l0: unknown tensor"),
        spoiled(
            "unknown tensor",
            file -> file.put("grad.z", new double[6], 2, 3),
            "grad.z: expected the tensor z"),
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
            "lengths: expected integers such as I64, got F32"),
        spoiled(
            "gradients from nowhere",
            file -> {
              file.remove("dy");
              file.remove("dhn");
              file.remove("dcn");
            },
            "expected also dy, dhn or dcn"),
        spoiled(
            "nothing expected",
            file -> {
              file.values.keySet().removeIf(name -> name.matches("y|hn|cn|grad\\..*"));
              file.shapes.keySet().retainAll(file.values.keySet());
            },
            "expected at least one of y, hn, cn, grad.*, got none"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformed")
  void refusesMalformedFiles(String what, Consumer<CaseFile> spoil, String message) {
    CaseFile file = OracleCase.of(Lstm.of(2, 3), 2, 2, 2, 0, 5).file();
    spoil.accept(file);
    String actual =
        assertThrows(IllegalArgumentException.class, () -> read(file), what).getMessage();
    assertTrue(actual.contains(message), actual);
    assertTrue(actual.startsWith(folder.resolve("case").toString()), actual);
  }

  @Test
  void refusesCellStatesOfACellWithoutThem() {
    CaseFile file = OracleCase.of(Gru.of(2, 3), 1, 1).file();
    file.put("c0", new double[9], 1, 3, 3);
    String message = assertThrows(IllegalArgumentException.class, () -> read(file)).getMessage();
    assertTrue(message.contains("c0: unknown tensor"), message);
  }

  @Test
  void refusesIntegersWhereFloatsBelong() {
    Path path = folder.resolve("case");
    CaseFile file = OracleCase.of(Rnn.of(2, 3), 1, 1).file();
    new SafetensorsWriter()
        .withMetadata(file.metadata)
        .withLongs("x", new long[30], 5, 3, 2)
        .withFloats("weight_hh_l0", new float[9], 3, 3)
        .write(path);
    String message =
        assertThrows(IllegalArgumentException.class, () -> ParityCaseReader.read(path))
            .getMessage();
    assertTrue(message.contains("x: expected F64, F32, F16 or BF16, got I64"), message);
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

  private ParityCase read(CaseFile file) {
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

  private static Arguments spoiled(String what, Consumer<CaseFile> spoil, String message) {
    return Arguments.of(what, spoil, message);
  }
}
