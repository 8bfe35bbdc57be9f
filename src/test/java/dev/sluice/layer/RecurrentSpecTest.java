package dev.sluice.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.OnCpu;
import dev.sluice.cell.Biases;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.device.Parameter;
import dev.sluice.layer.stack.MaskSite;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecurrentSpecTest extends OnCpu {

  private Map<String, Parameter> parameters(RecurrentSpec spec) {
    Map<String, Parameter> byName = new LinkedHashMap<>();
    spec.create(Draws.context(scope))
        .parameters()
        .forEach(parameter -> byName.put(parameter.name(), parameter));
    return byName;
  }

  @Test
  void parametersHavePyTorchsNamesOrderAndShapes() {
    RecurrentSpec spec =
        RecurrentSpec.of(Lstm.of(3, 4)).withLayers(2).withDirections(DirectionMode.BIDIRECTIONAL);
    Map<String, Parameter> parameters = parameters(spec);
    assertEquals(
        List.of(
            "weight_ih_l0",
            "weight_hh_l0",
            "bias_ih_l0",
            "bias_hh_l0",
            "weight_ih_l0_reverse",
            "weight_hh_l0_reverse",
            "bias_ih_l0_reverse",
            "bias_hh_l0_reverse",
            "weight_ih_l1",
            "weight_hh_l1",
            "bias_ih_l1",
            "bias_hh_l1",
            "weight_ih_l1_reverse",
            "weight_hh_l1_reverse",
            "bias_ih_l1_reverse",
            "bias_hh_l1_reverse"),
        List.copyOf(parameters.keySet()));
    Map<String, List<Integer>> shapes = spec.parameterShapes();
    assertEquals(List.copyOf(parameters.keySet()), List.copyOf(shapes.keySet()));
    parameters.forEach(
        (name, parameter) ->
            assertArrayEquals(
                shapes.get(name).stream().mapToInt(Integer::intValue).toArray(),
                parameter.value().shape().sizes(),
                name));
    assertEquals(List.of(16, 8), shapes.get("weight_ih_l1"));
  }

  @Test
  void layersMayHaveWidthsAndCellsOfTheirOwn() {
    RecurrentSpec spec =
        RecurrentSpec.of(Lstm.of(3, 4), Gru.of(99, 5)).withDirections(DirectionMode.BIDIRECTIONAL);
    assertEquals(8, spec.cells().get(1).inputSize());
    assertEquals(10, spec.outputSize());
    assertEquals(
        new FeatureShape(FeatureShape.Kind.SEQUENCE, 10, 5),
        spec.outputShape(FeatureShape.sequence(3)));
    Recurrent layer = spec.create(Draws.context(scope));
    RecurrentPass pass =
        layer.forward(
            Features.data(scope.zeros(2, 1, 3), null), ForwardContext.training(scope, 1, 0));
    pass.backward(scope.zeros(2, 1, 10));
    assertEquals(4, pass.finalStates().count());
  }

  @Test
  void startsWithinPyTorchsBounds() {
    parameters(RecurrentSpec.of(Gru.of(50, 25)))
        .forEach(
            (name, parameter) -> {
              float largest = 0;
              for (float value : parameter.value().floats()) {
                largest = Math.max(largest, Math.abs(value));
              }
              assertTrue(largest <= 0.2f && largest > 0.17f, name + " reaches " + largest);
            });
  }

  @Test
  void forgetGatesStartAtTheirBias() {
    int h = 3;
    Map<String, Parameter> parameters =
        parameters(
            RecurrentSpec.of(Lstm.of(2, h))
                .withInitialization(RecurrentInitialization.orthogonal().withForgetBias(1)));
    float[] expected = new float[4 * h];
    assertArrayEquals(expected, parameters.get("bias_hh_l0").value().floats());
    Arrays.fill(expected, h, 2 * h, 1);
    assertArrayEquals(expected, parameters.get("bias_ih_l0").value().floats());
  }

  @Test
  void aForgetBiasNeedsAnLstmWithBiases() {
    RecurrentInitialization forget = RecurrentInitialization.pytorch().withForgetBias(1);
    for (RecurrentSpec spec :
        List.of(
            RecurrentSpec.of(Gru.of(2, 3)),
            RecurrentSpec.of(Lstm.of(2, 3).withBiases(Biases.NONE)))) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> spec.withInitialization(forget));
      assertTrue(e.getMessage().contains("forgetBias: expected LSTM cells"), e.getMessage());
    }
  }

  @Test
  void projectionsSumsAndLearnedStatesShapeTheStack() {
    Lstm projected = Lstm.of(3, 4).withProjection(2);
    RecurrentSpec spec =
        RecurrentSpec.of(projected, Gru.of(1, 5))
            .withDirections(DirectionMode.BIDIRECTIONAL, Merge.SUMMED)
            .withInitialStates(InitialStates.LEARNED);
    assertEquals(2, spec.cells().get(1).inputSize());
    assertEquals(5, spec.outputSize());
    assertEquals(
        new FeatureShape(FeatureShape.Kind.SEQUENCE, 5, 0),
        spec.outputShape(FeatureShape.sequence(3)));
    Map<String, List<Integer>> shapes = spec.parameterShapes();
    assertEquals(List.of(16, 2), shapes.get("weight_hh_l0"));
    assertEquals(List.of(2, 4), shapes.get("weight_hr_l0"));
    assertEquals(List.of(15, 2), shapes.get("weight_ih_l1_reverse"));
    assertEquals(List.of(2), shapes.get("h0_l0_reverse"));
    assertEquals(List.of(4), shapes.get("c0_l0"));
    assertEquals(List.of(5), shapes.get("h0_l1"));
    assertTrue(!shapes.containsKey("c0_l1"), "a GRU has no cell state");
    Map<String, Parameter> parameters = parameters(spec);
    assertEquals(List.copyOf(shapes.keySet()), List.copyOf(parameters.keySet()));
    assertArrayEquals(new float[4], parameters.get("c0_l0").value().floats());
    RecurrentSpec beside = spec.withDirections(DirectionMode.BIDIRECTIONAL);
    assertEquals(4, beside.cells().get(1).inputSize());
    assertEquals(10, beside.outputSize());
  }

  @Test
  void theParametersOfEveryOptionStartAsDocumented() {
    int h = 100;
    Map<String, Parameter> parameters =
        parameters(
            RecurrentSpec.of(Lstm.of(2, h).withPeepholes().withProjection(30).withLayerNorm())
                .withInitialization(RecurrentInitialization.pytorch()));
    for (String uniform :
        List.of("weight_hr_l0", "weight_ci_l0", "weight_cf_l0", "weight_co_l0", "weight_hh_l0")) {
      float largest = 0;
      for (float value : parameters.get(uniform).value().floats()) {
        largest = Math.max(largest, Math.abs(value));
      }
      assertTrue(largest <= 0.1f && largest > 0.09f, uniform + " reaches " + largest);
    }
    for (String gain : List.of("norm_ih_l0", "norm_hh_l0", "norm_c_l0")) {
      for (float value : parameters.get(gain).value().floats()) {
        assertEquals(1, value, gain);
      }
    }
    assertArrayEquals(new float[h], parameters.get("bias_c_l0").value().floats());
    Map<String, Parameter> orthogonal =
        parameters(
            RecurrentSpec.of(Lstm.of(2, 6).withProjection(3))
                .withInitialization(RecurrentInitialization.orthogonal()));
    float[] projection = orthogonal.get("weight_hr_l0").value().floats();
    double dot = 0;
    for (int k = 0; k < 6; k++) {
      dot += (double) projection[k] * projection[6 + k];
    }
    assertEquals(0, dot, 1e-6);
  }

  @Test
  void conflictingOptionsAreNamed() {
    RecurrentSpec stack = RecurrentSpec.of(Lstm.of(2, 3));
    for (DirectionMode single : List.of(DirectionMode.FORWARD, DirectionMode.REVERSE)) {
      assertEquals(
          String.format(
                  Locale.ROOT,
                  "recurrent: merge SUMMED needs two directions, got %s: one direction has a single",
                  single)
              + " output",
          refusal(() -> stack.withDirections(single, Merge.SUMMED)));
    }
    RecurrentSpec coupled = RecurrentSpec.of(Lstm.of(2, 3).withCoupledGates());
    assertEquals(
        "recurrent forgetBias: expected an LSTM without coupled gates, got coupled ones, whose forget"
            + " gate is 1 - i and has no bias",
        refusal(
            () -> coupled.withInitialization(RecurrentInitialization.pytorch().withForgetBias(1))));
    assertEquals(
        "recurrent layers: expected at most 51 with zoneout or recurrent dropout, got 52",
        refusal(() -> stack.withRecurrentDropout(0.5).withLayers(52)));
    assertEquals(
        "recurrent layers: expected at most 51 with zoneout or recurrent dropout, got 52",
        refusal(() -> RecurrentSpec.of(Gru.of(2, 3).withZoneout(0.5f)).withLayers(52)));
    assertEquals(
        "recurrent layers: expected at most 256 with dropout, got 257",
        refusal(() -> stack.withDropout(0.5).withLayers(257)));
    assertEquals(257, stack.withLayers(257).layers());
    assertEquals(
        "recurrent recurrentDropout: expected 0 to below 1 in float32, got 1.0",
        refusal(() -> stack.withRecurrentDropout(1)));
  }

  private static String refusal(Runnable action) {
    return assertThrows(IllegalArgumentException.class, action::run).getMessage();
  }

  @Test
  void noTwoMasksOfAStackComeFromTheSamePlace() {
    Set<Integer> places = new HashSet<>();
    int layers = MaskSite.MAX_LAYERS;
    for (int layer = 0; layer < layers; layer++) {
      if (layer < layers - 1) {
        assertTrue(places.add(MaskSite.DROPOUT.place(layer, 0)), "dropout " + layer);
        assertEquals(layer, MaskSite.DROPOUT.place(layer, 0), "older runs' masks");
      }
      for (int d = 0; d < 2; d++) {
        assertTrue(places.add(MaskSite.ZONEOUT.place(layer, d)), "zoneout " + layer);
        assertTrue(places.add(MaskSite.RECURRENT_WEIGHTS.place(layer, d)), "weights " + layer);
      }
    }
    assertTrue(places.stream().allMatch(place -> place >= 0 && place < 256));
  }

  @Test
  void dropoutActsBetweenLayersInTrainingOnly() {
    RecurrentSpec plain = RecurrentSpec.of(Gru.of(2, 3)).withLayers(2);
    Features x = Features.data(floats(new float[] {1, -1, 0.5f, 2}, 2, 1, 2), null);
    Recurrent dropping = plain.withDropout(0.5).create(Draws.context(scope));
    Recurrent keeping = plain.create(Draws.context(scope));
    float[] inference = outputs(dropping, x, ForwardContext.inference(scope));
    assertArrayEquals(outputs(keeping, x, ForwardContext.inference(scope)), inference);
    float[] first = outputs(dropping, x, ForwardContext.training(scope, 1, 0));
    assertArrayEquals(first, outputs(dropping, x, ForwardContext.training(scope, 1, 0)));
    assertTrue(!Arrays.equals(inference, first));
    Recurrent single = plain.withLayers(1).withDropout(0.5).create(Draws.context(scope));
    assertArrayEquals(
        outputs(single, x, ForwardContext.inference(scope)),
        outputs(single, x, ForwardContext.training(scope, 1, 0)));
  }

  private static float[] outputs(Recurrent layer, Features x, ForwardContext context) {
    return layer.forward(x, context).output().values().floats();
  }
}
