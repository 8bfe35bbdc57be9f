package dev.sluice.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.OnCpu;
import dev.sluice.cell.Activation;
import dev.sluice.device.Parameter;
import dev.sluice.device.Tensor;
import dev.sluice.oracle.Values;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DenseTest extends OnCpu {
  private static final int INPUTS = 5;
  private static final int OUTPUTS = 3;
  private static final int ROWS = 6;

  @ParameterizedTest
  @CsvSource({"false, true", "true, true", "false, false"})
  void equalsDoubleLoopsForwardAndBackward(boolean perStep, boolean bias) {
    DenseSpec spec = DenseSpec.of(INPUTS, OUTPUTS).withActivation(Activation.tanh()).withBias(bias);
    Dense dense = spec.create(Draws.context(scope));
    Draws draws = new Draws(5);
    double[] w = draws.doubles(OUTPUTS * INPUTS);
    double[] b = bias ? draws.doubles(OUTPUTS) : new double[OUTPUTS];
    double[] x = draws.doubles(ROWS * INPUTS);
    double[] dY = draws.doubles(ROWS * OUTPUTS);
    dense.parameters().get(0).value().write(Values.floats(w));
    if (bias) {
      dense.parameters().get(1).value().write(Values.floats(b));
    }

    double[] y = new double[ROWS * OUTPUTS];
    double[] dX = new double[ROWS * INPUTS];
    double[] dW = new double[OUTPUTS * INPUTS];
    double[] dB = new double[OUTPUTS];
    for (int r = 0; r < ROWS; r++) {
      for (int o = 0; o < OUTPUTS; o++) {
        double sum = b[o];
        for (int i = 0; i < INPUTS; i++) {
          sum += x[r * INPUTS + i] * w[o * INPUTS + i];
        }
        double value = Math.tanh(sum);
        double slope = dY[r * OUTPUTS + o] * (1 - value * value);
        y[r * OUTPUTS + o] = value;
        dB[o] += slope;
        for (int i = 0; i < INPUTS; i++) {
          dX[r * INPUTS + i] += slope * w[o * INPUTS + i];
          dW[o * INPUTS + i] += slope * x[r * INPUTS + i];
        }
      }
    }

    int[] inputSizes = perStep ? new int[] {2, 3, INPUTS} : new int[] {ROWS, INPUTS};
    int[] outputSizes = perStep ? new int[] {2, 3, OUTPUTS} : new int[] {ROWS, OUTPUTS};
    Layer.Pass pass =
        dense.forward(
            Features.computed(floats(Values.floats(x), inputSizes), null),
            ForwardContext.training(scope, 1, 0));
    assertArrayEquals(outputSizes, pass.output().values().shape().sizes());
    assertClose(y, pass.output().values());
    assertClose(dX, pass.backward(floats(Values.floats(dY), outputSizes)));
    assertClose(dW, dense.parameters().get(0).gradient());
    if (bias) {
      assertClose(dB, dense.parameters().get(1).gradient());
    }
  }

  @Test
  void startsWithinPyTorchsBoundsUnderPyTorchsNames() {
    Dense dense = DenseSpec.of(100, 50).create(Draws.context(scope));
    List<Parameter> parameters = dense.parameters();
    assertEquals(List.of("weight", "bias"), parameters.stream().map(Parameter::name).toList());
    for (Parameter parameter : parameters) {
      float largest = 0;
      for (float value : parameter.value().floats()) {
        largest = Math.max(largest, Math.abs(value));
      }
      assertTrue(largest <= 0.1f && largest > 0.08f, parameter + " reaches " + largest);
    }
  }

  @Test
  void givesNoGradientsThatAreNotNeeded() {
    Dense dense = DenseSpec.of(1, 1).create(Draws.context(scope));
    dense.parameters().get(0).setTrainable(false);
    Layer.Pass pass =
        dense.forward(
            Features.data(floats(new float[] {2}, 1, 1), null),
            ForwardContext.training(scope, 1, 0));
    assertNull(pass.backward(floats(new float[] {3}, 1, 1)));
    assertArrayEquals(new float[] {0}, dense.parameters().get(0).gradient().floats());
    assertArrayEquals(new float[] {3}, dense.parameters().get(1).gradient().floats());
  }

  @Test
  void refusesOtherSizes() {
    Dense dense = DenseSpec.of(2, 1).create(Draws.context(scope));
    Tensor x = floats(new float[3], 1, 3);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> dense.forward(Features.data(x, null), ForwardContext.inference(scope)));
    assertEquals("dense input: expected FLOAT32 [any, 2], got FLOAT32 [1, 3]", e.getMessage());
  }
}
