package dev.sluice.interop.pytorch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.OnCpu;
import dev.sluice.cell.Activation;
import dev.sluice.cell.Biases;
import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.device.Parameter;
import dev.sluice.layer.DirectionMode;
import dev.sluice.layer.DropoutMask;
import dev.sluice.layer.InitialStates;
import dev.sluice.layer.Layer;
import dev.sluice.layer.LayerContext;
import dev.sluice.layer.LayerSpec;
import dev.sluice.layer.Merge;
import dev.sluice.layer.Recurrent;
import dev.sluice.layer.RecurrentSpec;
import dev.sluice.model.Model;
import dev.sluice.model.ModelSpec;
import dev.sluice.safetensors.DataType;
import dev.sluice.safetensors.SafetensorsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checks that saved state dicts equal those of PyTorch, and that layers that PyTorch cannot compute
 * are refused.
 */
class PyTorchSavingTest extends OnCpu {
  @TempDir private Path folder;

  static List<StateDictCase> cases() {
    return StateDictCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void savesTheNamesShapesAndBitsThatPyTorchSaved(StateDictCase torch) {
    SafetensorsFile theirs = SafetensorsFile.read(torch.file());
    DataType type = theirs.info(theirs.names().iterator().next()).dtype();
    Path saved = folder.resolve("saved.safetensors");
    new PyTorchStateDictWriter()
        .withLayer(torch.prefix(), torch.loaded(scope))
        .write(
            saved,
            switch (type) {
              case F16 -> FloatType.FLOAT16;
              case BF16 -> FloatType.BFLOAT16;
              default -> FloatType.FLOAT32;
            });
    SafetensorsFile ours = SafetensorsFile.read(saved);
    assertEquals(theirs.names(), ours.names());
    for (String name : theirs.names()) {
      assertEquals(theirs.info(name).shape(), ours.info(name).shape(), name);
      double[] expected = theirs.doubles(name);
      for (int i = 0; i < expected.length; i++) {
        expected[i] = (float) expected[i]; // float64 was rounded when it was read
      }
      assertArrayEquals(expected, ours.doubles(name), name);
    }
  }

  @ParameterizedTest
  @EnumSource(FloatType.class)
  void writesTheRequestedType(FloatType type) {
    Path saved = folder.resolve("saved.safetensors");
    new PyTorchStateDictWriter().withLayer("a.", layer(Lstm.of(3, 4))).write(saved, type);
    SafetensorsFile file = SafetensorsFile.read(saved);
    assertEquals(Map.of("format", "pt"), file.metadata());
    DataType expected =
        switch (type) {
          case FLOAT32 -> DataType.F32;
          case FLOAT16 -> DataType.F16;
          case BFLOAT16 -> DataType.BF16;
        };
    file.names().forEach(name -> assertEquals(expected, file.info(name).dtype(), name));
    assertEquals(4, file.names().size());
  }

  @ParameterizedTest
  @MethodSource("singleBiased")
  void aSingleBiasIsSavedWithASecondOneOfZeros(Cell cell) {
    Path saved = folder.resolve("saved.safetensors");
    RecurrentSpec spec = RecurrentSpec.of(cell).withDirections(DirectionMode.BIDIRECTIONAL);
    Layer layer = layer(spec);
    new PyTorchStateDictWriter().withLayer("", layer).write(saved, FloatType.FLOAT32);
    SafetensorsFile file = SafetensorsFile.read(saved);
    int rows = cell.gates() * cell.hiddenSize();
    assertArrayEquals(new float[rows], file.floats("bias_hh_l0"));
    assertArrayEquals(new float[rows], file.floats("bias_hh_l0_reverse"));

    Layer back = layer(spec, 8);
    PyTorchStateDict.read(saved).loadInto(back, "");
    assertSameBits(layer, back);
    RecurrentSpec found = PyTorchStateDict.read(saved).recurrentSpec("", PyTorchDialect.of(spec));
    assertEquals(Biases.DOUBLE, found.cells().get(0).biases());
  }

  static List<Cell> singleBiased() {
    return List.of(
        Lstm.of(3, 4).withBiases(Biases.SINGLE),
        Gru.of(3, 4).withBiases(Biases.SINGLE),
        Rnn.of(3, 4).withBiases(Biases.SINGLE));
  }

  @Test
  void aModelCanBeSavedAndLoaded() {
    ModelSpec spec =
        ModelSpec.embedding(7, 3)
            .recurrent(
                RecurrentSpec.of(Gru.of(3, 4))
                    .withLayers(2)
                    .withDropout(0.3, DropoutMask.LOCKED)
                    .withRecurrentDropout(0.2))
            .dropout(0.2)
            .dense(2);
    Path saved = folder.resolve("saved.safetensors");
    try (Model model = Model.create(spec, device, 1);
        Model back = Model.create(spec, device, 2)) {
      new PyTorchStateDictWriter()
          .withModel(model, "embedding.", "gru.", "fc.")
          .write(saved, FloatType.FLOAT32);
      PyTorchStateDict.read(saved).loadAllInto(back, "embedding.", "gru.", "fc.");
      assertSameBits(model, back);

      PyTorchStateDictWriter writer = new PyTorchStateDictWriter();
      assertMessage(
          "expected 3", () -> writer.withModel(model, "embedding.", "gru."), "[embedding., gru.]");
      assertMessage("got Model", () -> writer.withLayer("", model), "Recurrent, Embedding, Dense");
      assertThrows(
          IllegalArgumentException.class,
          () -> writer.withModel(model, "a.", "b.", "a.").write(saved, FloatType.FLOAT32));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("foreign")
  void unsupportedOptionsAreRefusedForReadingAndWriting(String option, RecurrentSpec spec) {
    Recurrent layer = layer(spec);
    Path file = StateDictCase.resource("lstm.safetensors");
    PyTorchStateDict dict = PyTorchStateDict.read(file);
    PyTorchStateDictWriter writer = new PyTorchStateDictWriter();
    assertMessage(option, () -> writer.withLayer("", layer), "nn.");
    assertMessage(option, () -> dict.loadInto(layer, ""), "nn.");
  }

  static List<Arguments> foreign() {
    Lstm lstm = Lstm.of(3, 4);
    Gru gru = Gru.of(3, 4);
    return List.of(
        foreign("candidateActivation", Lstm.article(3, 4)),
        foreign("outputActivation", lstm.withOutputActivation(Activation.relu())),
        foreign("gateActivation", gru.withGateActivation(Activation.hardSigmoid())),
        foreign("reset: expected AFTER, got BEFORE", gru.withReset(Gru.Reset.BEFORE)),
        foreign("update: expected KEEPS, got ADMITS", gru.withUpdate(Gru.Update.ADMITS)),
        foreign("activation: expected tanh or relu", Rnn.article(3, 4)),
        foreign("directions", RecurrentSpec.of(gru).withDirections(DirectionMode.REVERSE)),
        foreign(
            "merge: expected CONCATENATED, got SUMMED",
            RecurrentSpec.of(gru).withDirections(DirectionMode.BIDIRECTIONAL, Merge.SUMMED)),
        foreign(
            "initialStates: expected ZERO, got LEARNED",
            RecurrentSpec.of(lstm).withInitialStates(InitialStates.LEARNED)),
        foreign("hiddenSize: expected 4, got 6", RecurrentSpec.of(lstm, Lstm.of(4, 6))),
        foreign("layer 1: expected lstm as in layer 0", RecurrentSpec.of(lstm, Gru.of(4, 4))),
        foreign(
            "biases: expected DOUBLE, got NONE",
            RecurrentSpec.of(gru, Gru.of(4, 4).withBiases(Biases.NONE))));
  }

  private static Arguments foreign(String option, Cell cell) {
    return foreign(option, RecurrentSpec.of(cell));
  }

  private static Arguments foreign(String option, RecurrentSpec spec) {
    return Arguments.of(option, spec);
  }

  /** Tests only the specification, because not every backend supports these options. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("foreignCells")
  void everyOptionOfACellIsRefusedByName(String option, Cell cell) {
    assertMessage(option, () -> PyTorchDialect.of(RecurrentSpec.of(cell)), "nn.");
  }

  static List<Arguments> foreignCells() {
    Lstm lstm = Lstm.of(3, 4);
    return List.of(
        foreignCell("peepholes: expected false, got true", lstm.withPeepholes()),
        foreignCell("coupled", lstm.withCoupledGates()),
        foreignCell("cellClip: expected 0.0, got 3.0", lstm.withCellClip(3)),
        foreignCell("preactivationClip", lstm.withPreactivationClip(3)),
        foreignCell("preactivationClip", Gru.of(3, 4).withPreactivationClip(3)),
        foreignCell("layerNorm", lstm.withLayerNorm()),
        foreignCell("layerNorm", Rnn.of(3, 4).withLayerNorm()),
        foreignCell("zoneout", lstm.withZoneout(0.1f, 0)),
        foreignCell("zoneout", Gru.of(3, 4).withZoneout(0.1f)),
        foreignCell("projectionSize: expected less than", lstm.withProjection(4)));
  }

  private static Arguments foreignCell(String option, Cell cell) {
    return Arguments.of(option, cell);
  }

  @Test
  void aLayerWithoutWeightsIsRefused() {
    PyTorchStateDictWriter writer = new PyTorchStateDictWriter();
    Layer dropout = create(ModelSpec.ofSequences(3).dropout(0.5).layers().get(0), 1);
    assertMessage(
        "got Dropout", () -> writer.withLayer("", dropout), "Recurrent, Embedding, Dense");
    assertMessage("got null", () -> writer.withLayer("", null), "layer");
  }

  @Test
  void numbersThatTheTypeDoesNotHoldAreRefusedAndTheOldFileStays() throws Exception {
    Layer layer = layer(Rnn.of(1, 1));
    Parameter weight = layer.parameters().get(0);
    Path saved = folder.resolve("saved.safetensors");
    PyTorchStateDictWriter writer = new PyTorchStateDictWriter().withLayer("rnn.", layer);

    weight.value().write(65519f);
    writer.write(saved, FloatType.FLOAT16);
    assertArrayEquals(new float[] {65504}, SafetensorsFile.read(saved).floats("rnn.weight_ih_l0"));
    byte[] before = Files.readAllBytes(saved);

    refusesToWrite(writer, saved, weight, 65520, FloatType.FLOAT16);
    refusesToWrite(writer, saved, weight, Float.MAX_VALUE, FloatType.BFLOAT16);
    refusesToWrite(writer, saved, weight, Float.NaN, FloatType.FLOAT32);
    refusesToWrite(writer, saved, weight, Float.NEGATIVE_INFINITY, FloatType.FLOAT32);
    assertArrayEquals(before, Files.readAllBytes(saved));
  }

  private static void refusesToWrite(
      PyTorchStateDictWriter writer, Path path, Parameter weight, float value, FloatType type) {
    weight.value().write(value);
    String message =
        assertThrows(IllegalStateException.class, () -> writer.write(path, type)).getMessage();
    assertEquals(
        String.format(
            Locale.ROOT,
            "rnn.weight_ih_l0: expected finite numbers in %s, got %s at element 0",
            type,
            value),
        message);
  }

  private static void assertMessage(String part, Executable call, String otherPart) {
    String message = assertThrows(IllegalArgumentException.class, call).getMessage();
    assertTrue(message.contains(part), message);
    assertTrue(message.contains(otherPart), message);
  }

  private static void assertSameBits(Layer expected, Layer actual) {
    assertFalse(expected.parameters().isEmpty());
    for (int i = 0; i < expected.parameters().size(); i++) {
      assertArrayEquals(
          expected.parameters().get(i).value().floats(),
          actual.parameters().get(i).value().floats(),
          expected.parameters().get(i).name());
    }
  }

  private Recurrent layer(Cell cell) {
    return layer(RecurrentSpec.of(cell));
  }

  private Recurrent layer(RecurrentSpec spec) {
    return layer(spec, 4);
  }

  private Recurrent layer(RecurrentSpec spec, long seed) {
    return (Recurrent) create(spec, seed);
  }

  private Layer create(LayerSpec spec, long seed) {
    return spec.create(new LayerContext(scope, "", 0, new SplittableRandom(seed)));
  }
}
