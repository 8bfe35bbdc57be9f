package dev.sluice.interop.onnx.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.cell.Activation;
import dev.sluice.cell.Biases;
import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.device.Device;
import dev.sluice.device.Devices;
import dev.sluice.device.Parameter;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import dev.sluice.interop.onnx.OnnxInput;
import dev.sluice.interop.onnx.OnnxModel;
import dev.sluice.interop.onnx.OnnxRuntime;
import dev.sluice.interop.onnx.Runtimes;
import dev.sluice.interop.onnx.export.OnnxExportOptions.Finish;
import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;
import dev.sluice.layer.DirectionMode;
import dev.sluice.layer.Features;
import dev.sluice.layer.ForwardContext;
import dev.sluice.layer.InitialStates;
import dev.sluice.layer.Merge;
import dev.sluice.layer.RecurrentSpec;
import dev.sluice.model.Model;
import dev.sluice.model.ModelSpec;
import dev.sluice.sequence.PoolingKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("verify")
class OnnxExportTest {
  private static final int VOCABULARY = 9;

  @TempDir private Path folder;

  static Stream<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    for (Biases biases : Biases.values()) {
      cells.add(Rnn.of(4, 5).withBiases(biases));
      cells.add(Lstm.of(4, 5).withBiases(biases));
      cells.add(Gru.of(4, 5).withBiases(biases));
      cells.add(Gru.of(4, 5).withReset(Gru.Reset.BEFORE).withBiases(biases));
      cells.add(Gru.of(4, 5).withUpdate(Gru.Update.ADMITS).withBiases(biases));
    }
    cells.add(Rnn.article(4, 5));
    cells.add(Lstm.article(4, 5));
    cells.add(Gru.article(4, 5));
    cells.add(
        Gru.of(4, 5).withGateActivation(Activation.hardSigmoid()).withUpdate(Gru.Update.ADMITS));
    cells.add(Lstm.of(4, 5).withPeepholes());
    cells.add(Lstm.of(4, 5).withCoupledGates());
    cells.add(Lstm.of(4, 5).withCoupledGates().withPeepholes().withPreactivationClip(0.3f));
    cells.add(Rnn.of(4, 5).withPreactivationClip(0.2f));
    cells.add(Lstm.of(4, 5).withPreactivationClip(0.2f));
    cells.add(Gru.of(4, 5).withPreactivationClip(0.2f));
    cells.add(Gru.article(4, 5).withPreactivationClip(0.2f));
    return cells.stream();
  }

  static Stream<Activation> activations() {
    return Stream.of(
        Activation.sigmoid(),
        Activation.tanh(),
        Activation.relu(),
        Activation.softsign(),
        new Activation(Activation.Kind.HARD_SIGMOID, 0.3f, 0.4f),
        new Activation(Activation.Kind.LEAKY_RELU, 0.2f, 0),
        new Activation(Activation.Kind.ELU, 0.7f, 0),
        Activation.softplus(),
        Activation.scaledTanh(1.7f, 0.66f),
        Activation.affine(0.4f, 0.1f),
        new Activation(Activation.Kind.THRESHOLDED_RELU, 0.1f, 0));
  }

  static Stream<Cell> activatedCells() {
    return activations()
        .flatMap(
            a ->
                Stream.of(
                    Rnn.of(4, 5).withActivation(a),
                    Lstm.of(4, 5).withGateActivation(a),
                    Lstm.of(4, 5).withCandidateActivation(a),
                    Lstm.of(4, 5).withOutputActivation(a),
                    Gru.of(4, 5).withGateActivation(a),
                    Gru.of(4, 5).withCandidateActivation(a),
                    Gru.article(4, 5).withCandidateActivation(a)));
  }

  @ParameterizedTest
  @MethodSource({"cells", "activatedCells"})
  void everyCellInEveryDirectionGivesTheSame(Cell cell) {
    for (DirectionMode directions : DirectionMode.values()) {
      RecurrentSpec recurrent = RecurrentSpec.of(cell).withDirections(directions);
      assertSame(ModelSpec.ofSequences(4).recurrent(recurrent));
    }
  }

  @ParameterizedTest
  @EnumSource(DirectionMode.class)
  void everyPoolingGivesTheSame(DirectionMode directions) {
    for (PoolingKind pooling : PoolingKind.values()) {
      assertSame(tokens(directions).pooling(pooling).dense(3));
    }
    assertSame(tokens(directions).pooling(PoolingKind.values()).dropout(0.5).dense(2));
  }

  @Test
  void poolingsIgnoreValuesAfterTheLengths() {
    for (PoolingKind pooling : PoolingKind.values()) {
      assertSame(ModelSpec.embedding(VOCABULARY, 4).pooling(pooling));
    }
  }

  @Test
  void stacksOfSeveralWidthsGiveTheSame() {
    for (DirectionMode directions : DirectionMode.values()) {
      RecurrentSpec mixed =
          RecurrentSpec.of(Lstm.of(4, 6), Gru.of(1, 3), Rnn.of(1, 7))
              .withDirections(directions)
              .withDropout(0.3);
      assertSame(ModelSpec.ofSequences(4).recurrent(mixed));
    }
  }

  @ParameterizedTest
  @MethodSource("initialized")
  void summedDirectionsAndLearnedStatesGiveTheSame(Cell cell, Merge merge, InitialStates states) {
    RecurrentSpec recurrent =
        RecurrentSpec.of(cell)
            .withLayers(2)
            .withDirections(DirectionMode.BIDIRECTIONAL, merge)
            .withInitialStates(states);
    assertSame(ModelSpec.ofSequences(4).recurrent(recurrent).pooling(PoolingKind.LAST));
  }

  static Stream<Arguments> initialized() {
    return Stream.of(Rnn.of(4, 5), Lstm.of(4, 5).withPeepholes(), Gru.of(4, 5))
        .flatMap(
            cell ->
                Stream.of(Merge.values())
                    .flatMap(
                        merge ->
                            Stream.of(InitialStates.values())
                                .map(states -> Arguments.of(cell, merge, states))));
  }

  @ParameterizedTest
  @MethodSource("activations")
  void denseLayersOfEveryActivationGiveTheSame(Activation activation) {
    assertSame(ModelSpec.ofSequences(4).dense(3, activation));
    assertSame(ModelSpec.ofSequences(4).pooling(PoolingKind.LAST).dense(3, activation));
  }

  @Test
  void theFinishIsAppliedToEachRow() {
    ModelSpec spec = tokens(DirectionMode.FORWARD).pooling(PoolingKind.LAST).dense(3);
    Map<String, HostTensor> inputs = inputs(spec, 5, 4);
    try (Device device = Devices.cpu();
        Model model = Model.create(spec, device, 7)) {
      HostTensor plain = exported(model, Finish.NONE, inputs);
      HostTensor sigmoid = exported(model, Finish.SIGMOID, inputs);
      HostTensor softmax = exported(model, Finish.SOFTMAX, inputs);
      for (int n = 0; n < 4; n++) {
        double sum = 0;
        for (int k = 0; k < 3; k++) {
          sum += Math.exp(plain.floats()[n * 3 + k]);
        }
        for (int k = n * 3; k < n * 3 + 3; k++) {
          double logit = plain.floats()[k];
          assertEquals(Math.exp(logit) / sum, softmax.floats()[k], 1e-5);
          assertEquals(1 / (1 + Math.exp(-logit)), sigmoid.floats()[k], 1e-5);
        }
      }
    }
  }

  @Test
  void aFileNamesItsProducer() {
    ModelSpec spec = tokens(DirectionMode.FORWARD);
    try (Device device = Devices.cpu();
        Model model = Model.create(spec, device, 7)) {
      Path file = folder.resolve("model.onnx");
      OnnxExport.write(
          file, model, OnnxExportOptions.defaults().withMetadata(Map.of("words", "[\"a\"]")));
      OnnxModel read = OnnxModel.read(file);
      assertEquals(Map.of("model", spec.toJson(), "words", "[\"a\"]"), read.metadata());
      assertEquals(List.of("output"), read.outputs());
      assertEquals(
          List.of("tokens", "lengths"), read.inputs().stream().map(OnnxInput::name).toList());
    }
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of(Lstm.of(4, 5).withProjection(3), "projectionSize"),
        Arguments.of(Lstm.of(4, 5).withCellClip(1), "cellClip"),
        Arguments.of(Lstm.of(4, 5).withLayerNorm(), "layerNorm"),
        Arguments.of(Rnn.of(4, 5).withLayerNorm(), "layerNorm"),
        Arguments.of(Gru.of(4, 5).withLayerNorm(), "layerNorm"),
        Arguments.of(Lstm.of(4, 5).withZoneout(0.1f, 0), "zoneout"),
        Arguments.of(
            Gru.of(4, 5).withUpdate(Gru.Update.ADMITS).withGateActivation(Activation.softsign()),
            "ADMITS"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void unsupportedOptionsAreRefusedByName(Cell cell, String option) {
    ModelSpec spec = ModelSpec.ofSequences(4).recurrent(Rnn.of(4, 4), cell);
    try (Device device = Devices.cpu();
        Model model = Model.create(spec, device, 7)) {
      Path file = folder.resolve("refused.onnx");
      OnnxException refusal =
          assertThrows(
              OnnxException.class,
              () -> OnnxExport.write(file, model, OnnxExportOptions.defaults()));
      assertTrue(refusal.getMessage().contains("0.recurrent layer 1"), refusal.getMessage());
      assertTrue(refusal.getMessage().contains(option), refusal.getMessage());
      assertFalse(Files.exists(file));
    }
  }

  private static ModelSpec tokens(DirectionMode directions) {
    return ModelSpec.embedding(VOCABULARY, 4)
        .recurrent(RecurrentSpec.of(Gru.of(4, 5)).withDirections(directions));
  }

  /**
   * Checks on batches of two shapes that the exported model gives the same outputs as the layers,
   * in both engines.
   */
  private void assertSame(ModelSpec spec) {
    Runtimes.assumePresent();
    try (Device device = Devices.cpu();
        Model model = Model.create(spec, device, 7)) {
      scatter(model);
      Path file = folder.resolve("model.onnx");
      OnnxExport.write(file, model, OnnxExportOptions.defaults());
      try (OnnxModel imported = OnnxModel.read(file)) {
        for (int batch = 1; batch <= 4; batch += 3) {
          Map<String, HostTensor> inputs = inputs(spec, 3 + batch, batch);
          Map<String, HostTensor> expected = Map.of("output", forward(model, inputs));
          Runtimes.assertClose(expected, OnnxRuntime.run(file, inputs));
          Runtimes.assertClose(expected, imported.run(device, inputs));
        }
      }
    }
  }

  /**
   * Sets random parameters, so that every parameter has an effect, also those that start at zero.
   * With larger values a recurrence with Softplus overflows in ONNX Runtime.
   */
  private static void scatter(Model model) {
    Random random = new Random(3);
    for (Parameter parameter : model.parameters()) {
      float[] values = Runtimes.uniform(random, parameter.value().shape().sizes()).floats();
      for (int k = 0; k < values.length; k++) {
        values[k] *= 0.3f;
      }
      parameter.value().write(values);
    }
  }

  private HostTensor exported(Model model, Finish finish, Map<String, HostTensor> inputs) {
    Path file = folder.resolve(finish + ".onnx");
    OnnxExport.write(file, model, OnnxExportOptions.defaults().withFinish(finish));
    Map<String, HostTensor> ours;
    try (OnnxModel read = OnnxModel.read(file)) {
      ours = read.run(model.device(), inputs);
    }
    if (OnnxRuntime.unavailable() == null) {
      Runtimes.assertClose(OnnxRuntime.run(file, inputs), ours);
    }
    return ours.get("output");
  }

  /** The lengths of the rows. If there are several, one row is empty and one is full. */
  private static Map<String, HostTensor> inputs(ModelSpec spec, int timesteps, int batch) {
    Random random = new Random(timesteps);
    Map<String, HostTensor> inputs = new LinkedHashMap<>();
    if (spec.input().size() == 0) {
      long[] tokens = random.longs((long) timesteps * batch, 0, VOCABULARY).toArray();
      inputs.put("tokens", HostTensor.integers(ElementType.INT32, tokens, timesteps, batch));
    } else {
      inputs.put("features", Runtimes.uniform(random, timesteps, batch, spec.input().size()));
    }
    long[] lengths = random.longs(batch, 1, timesteps + 1).toArray();
    if (batch > 2) {
      lengths[1] = 0;
      lengths[2] = timesteps;
    }
    inputs.put("lengths", Runtimes.int32s(lengths));
    return inputs;
  }

  private static HostTensor forward(Model model, Map<String, HostTensor> inputs) {
    try (Scope scope = model.device().scope()) {
      HostTensor first = inputs.values().iterator().next();
      Tensor values = first.isFloat() ? scope.floats(first.shape()) : scope.ints(first.shape());
      if (first.isFloat()) {
        values.write(first.floats());
      } else {
        values.write(ints(first));
      }
      Tensor lengths = scope.ints(first.size(1));
      lengths.write(ints(inputs.get("lengths")));
      Tensor output =
          model
              .forward(Features.data(values, lengths), ForwardContext.inference(scope))
              .output()
              .values();
      return HostTensor.floats(output.floats(), output.shape().sizes());
    }
  }

  private static int[] ints(HostTensor tensor) {
    return Arrays.stream(tensor.integers()).mapToInt(Math::toIntExact).toArray();
  }

  @Test
  void aTokenForEmptyRowsNeedsATokenModel() {
    OnnxExportOptions options = OnnxExportOptions.defaults();
    assertThrows(IllegalArgumentException.class, () -> options.withEmptyRowToken(-1));
    Path file = folder.resolve("refused.onnx");
    try (Device device = Devices.cpu();
        Model model = Model.create(ModelSpec.ofSequences(2).dense(1), device, 7)) {
      OnnxException refusal =
          assertThrows(
              OnnxException.class,
              () -> OnnxExport.write(file, model, options.withEmptyRowToken(1)));
      assertTrue(refusal.getMessage().startsWith("emptyRowToken: "), refusal.getMessage());
      assertFalse(Files.exists(file));
    }
  }
}
