package dev.sluice.interop.pytorch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.OnCpu;
import dev.sluice.cell.Biases;
import dev.sluice.cell.Lstm;
import dev.sluice.layer.Layer;
import dev.sluice.layer.LayerContext;
import dev.sluice.layer.RecurrentSpec;
import dev.sluice.model.Model;
import dev.sluice.model.ModelSpec;
import dev.sluice.safetensors.SafetensorsException;
import dev.sluice.safetensors.SafetensorsWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checks that state dicts that do not fit are refused with a message that names file, tensor,
 * expected and actual value.
 */
class MalformedStateDictTest extends OnCpu {
  private static final RecurrentSpec SPEC = RecurrentSpec.of(Lstm.of(3, 2));

  @TempDir private Path folder;
  private Path path;

  @BeforeEach
  void name() {
    path = folder.resolve("model.safetensors");
  }

  /** The contents of a file: floats of value 0.5, by name and shape. */
  private record Content(Map<String, int[]> shapes, UnaryOperator<SafetensorsWriter> further) {

    static Content lstm() {
      Map<String, int[]> shapes = new LinkedHashMap<>();
      shapes.put("lstm.weight_ih_l0", new int[] {8, 3});
      shapes.put("lstm.weight_hh_l0", new int[] {8, 2});
      shapes.put("lstm.bias_ih_l0", new int[] {8});
      shapes.put("lstm.bias_hh_l0", new int[] {8});
      return new Content(shapes, file -> file);
    }

    Content with(String name, int... shape) {
      return changed(shapes -> shapes.put(name, shape));
    }

    Content without(String name) {
      return changed(shapes -> shapes.remove(name));
    }

    /** Replaces a tensor by one of another kind. */
    Content replacing(String name, UnaryOperator<SafetensorsWriter> further) {
      return new Content(without(name).shapes, further);
    }

    private Content changed(Consumer<Map<String, int[]>> change) {
      Map<String, int[]> changed = new LinkedHashMap<>(shapes);
      change.accept(changed);
      return new Content(changed, further);
    }

    void write(Path path) {
      SafetensorsWriter file = further.apply(new SafetensorsWriter());
      for (String name : shapes.keySet()) {
        int[] shape = shapes.get(name);
        float[] values = new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
        Arrays.fill(values, 0.5f);
        file = file.withFloats(name, values, Arrays.stream(shape).asLongStream().toArray());
      }
      file.write(path);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unfit")
  void invalidFilesAreRefusedAndNothingIsChanged(String message, Content content) {
    content.write(path);
    Layer layer = layer(SPEC);
    float[] before = layer.parameters().get(0).value().floats();
    assertMessage(message, () -> PyTorchStateDict.read(path).loadInto(layer, "lstm."));
    assertArrayEquals(before, layer.parameters().get(0).value().floats());
  }

  static List<Arguments> unfit() {
    Content lstm = Content.lstm();
    float[] broken = {0, 0, 0, Float.NaN, 0, 0, 0, 0};
    float[] infinite = {Float.POSITIVE_INFINITY, 0, 0, 0, 0, 0, 0, 0};
    double[] tooLarge = {0, 1e300, 0, 0, 0, 0, 0, 0};
    String bias = "lstm.bias_hh_l0";
    return List.of(
        unfit(
            "lstm.: expected exactly the tensors of the layer; missing [lstm.bias_hh_l0],"
                + " unexpected []",
            lstm.without(bias)),
        unfit(
            "missing [], unexpected [lstm.weight_ih_l0_reverse]",
            lstm.with("lstm.weight_ih_l0_reverse", 8, 3)),
        unfit("unexpected [lstm.weight_hr_l0]", lstm.with("lstm.weight_hr_l0", 1, 2)),
        unfit(
            "lstm.weight_ih_l0: expected floats [8, 3], found F32 [8, 4]",
            lstm.with("lstm.weight_ih_l0", 8, 4)),
        unfit(
            "lstm.weight_hh_l0: expected floats [8, 2], found F32 [16]",
            lstm.with("lstm.weight_hh_l0", 16)),
        unfit(
            "lstm.bias_hh_l0: expected floats [8], found I64 [8]",
            lstm.replacing(bias, file -> file.withLongs(bias, new long[8], 8))),
        unfit(
            "lstm.bias_hh_l0: expected numbers that are finite as float32, found NaN at element 3",
            lstm.replacing(bias, file -> file.withFloats(bias, broken, 8))),
        unfit(
            "found Infinity at element 0",
            lstm.replacing(bias, file -> file.withFloat16(bias, infinite, 8))),
        unfit(
            "found Infinity at element 1",
            lstm.replacing(bias, file -> file.withDoubles(bias, tooLarge, 8))));
  }

  private static Arguments unfit(String message, Content content) {
    return Arguments.of(message, content);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("undescribed")
  void otherModulesAreRefused(String message, PyTorchKind kind, Content content) {
    content.write(path);
    PyTorchStateDict dict = PyTorchStateDict.read(path);
    assertMessage(
        message, () -> dict.recurrentSpec("lstm.", kind == null ? PyTorchKind.LSTM : kind));
    if (kind == null) {
      assertMessage(message, () -> dict.recurrentSpec("lstm."));
    }
  }

  static List<Arguments> undescribed() {
    Content lstm = Content.lstm();
    String recurrent = "lstm.weight_hh_l0";
    return List.of(
        Arguments.of("lstm.weight_hh_l0", null, lstm.without(recurrent)),
        Arguments.of("lstm.weight_hh_l0", null, lstm.with(recurrent, 8, 5)),
        Arguments.of("of 2 dimensions, none of them 0", null, lstm.with(recurrent, 0, 0)),
        Arguments.of("found F32 [16]", null, lstm.with(recurrent, 16)),
        Arguments.of("missing [lstm.bias_ih_l0]", null, lstm.without("lstm.bias_ih_l0")),
        Arguments.of("unexpected [lstm.weight_ih_l2]", null, lstm.with("lstm.weight_ih_l2", 8, 2)),
        Arguments.of("lstm.weight_hh_l1", null, lstm.with("lstm.weight_ih_l1", 8, 2)),
        Arguments.of(
            "projectionSize: expected less than the hiddenSize of 2, got 2",
            null,
            lstm.with("lstm.weight_hr_l0", 2, 2)),
        Arguments.of(
            "lstm.weight_hh_l0: expected 3 times as many rows as columns, as nn.GRU has,"
                + " found [8, 2]",
            PyTorchKind.GRU,
            lstm),
        Arguments.of("as nn.RNN has", PyTorchKind.RNN_RELU, lstm));
  }

  @Test
  void theNonlinearityOfAnRnnIsNotGuessed() {
    PyTorchStateDict dict = PyTorchStateDict.read(StateDictCase.resource("rnn-tanh.safetensors"));
    String message =
        assertThrows(PyTorchStateDictException.class, () -> dict.recurrentSpec("rnn."))
            .getMessage();
    assertTrue(message.contains("pass RNN_TANH or RNN_RELU"), message);
  }

  @Test
  void aWrongPrefixListsTheExistingOnes() {
    Content.lstm().with("fc.weight", 2, 2).write(path);
    PyTorchStateDict dict = PyTorchStateDict.read(path);
    String message =
        "expected tensors whose names begin with \"encoder.\", found those of [fc., lstm.]";
    assertMessage(message, () -> dict.loadInto(layer(SPEC), "encoder."));
    assertMessage(message, () -> dict.recurrentSpec("encoder."));
    assertMessage(message, () -> dict.denseSpec("encoder."));
    assertMessage("unexpected [fc.weight", () -> dict.loadInto(layer(SPEC), ""));
  }

  @Test
  void tensorsWithoutAModuleAreNamedAsSuch() {
    Content.lstm().with("scale", 2).write(path);
    PyTorchStateDict some = PyTorchStateDict.read(path);
    assertMessage("found those of [no prefix, lstm.]", () -> some.recurrentSpec("encoder."));
    new SafetensorsWriter().write(path);
    PyTorchStateDict none = PyTorchStateDict.read(path);
    assertMessage("found no tensors", () -> none.recurrentSpec("encoder."));
  }

  @Test
  void aTensorThatBelongsToNoLayerOfTheModelIsNamed() {
    Content.lstm().with("fc.weight", 2, 2).with("head.scale", 1).write(path);
    ModelSpec spec = ModelSpec.ofSequences(3).recurrent(SPEC);
    try (Model model = Model.create(spec, device, 1)) {
      assertMessage(
          "the model: expected exactly the tensors of the layer; missing [], unexpected"
              + " [fc.weight, head.scale]",
          () -> PyTorchStateDict.read(path).loadAllInto(model, "lstm."));
    }
  }

  @Test
  void aSecondBiasIsNotDroppedSilently() {
    Content.lstm().write(path);
    Layer single = layer(RecurrentSpec.of(Lstm.of(3, 2).withBiases(Biases.SINGLE)));
    assertMessage(
        "lstm.bias_hh_l0: expected zeros, because the layer has one bias per gate, lstm.bias_ih_l0"
            + " (Biases.DOUBLE has two), found 0.5 at element 0",
        () -> PyTorchStateDict.read(path).loadInto(single, "lstm."));
  }

  @Test
  void embeddingsAndLinearLayersAreNotConfused() {
    Content.lstm().with("fc.weight", 2, 4).with("fc.bias", 2).with("odd.weight", 2).write(path);
    PyTorchStateDict dict = PyTorchStateDict.read(path);
    assertEquals(4, dict.denseSpec("fc.").inputSize());
    assertTrue(dict.denseSpec("fc.").bias());
    assertMessage("unexpected [fc.bias]", () -> dict.embeddingSpec("fc."));
    assertMessage("odd.weight: expected floats of 2 dimensions", () -> dict.denseSpec("odd."));
    assertMessage("expected a tensor lstm.weight", () -> dict.embeddingSpec("lstm."));
  }

  @Test
  void filesOfTorchSaveAreRecognized() throws Exception {
    Files.write(path, new byte[] {'P', 'K', 3, 4, 0, 0, 8, 8, 0, 0, 0, 0});
    assertMessage("found a file of torch.save", () -> PyTorchStateDict.read(path));
    Files.write(path, new byte[] {1, 2, 3});
    assertThrows(SafetensorsException.class, () -> PyTorchStateDict.read(path));
    Files.delete(path);
    assertThrows(UncheckedIOException.class, () -> PyTorchStateDict.read(path));
  }

  private void assertMessage(String part, Executable call) {
    String message = assertThrows(PyTorchStateDictException.class, call).getMessage();
    assertTrue(message.startsWith(path + ": "), message);
    assertTrue(message.contains(part), message);
  }

  private Layer layer(RecurrentSpec spec) {
    return spec.create(new LayerContext(scope, "", 0, new SplittableRandom(1)));
  }
}
