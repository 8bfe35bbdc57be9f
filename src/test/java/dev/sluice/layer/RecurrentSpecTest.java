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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        RecurrentSpec.of(Lstm.of(3, 4)).withLayers(2).withDirections(Directions.BIDIRECTIONAL);
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
        RecurrentSpec.of(Lstm.of(3, 4), Gru.of(99, 5)).withDirections(Directions.BIDIRECTIONAL);
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
