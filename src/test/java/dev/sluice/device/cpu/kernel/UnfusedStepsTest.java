package dev.sluice.device.cpu.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.sluice.device.cpu.kernel.plain.PlainKernels;
import dev.sluice.device.cpu.kernel.vector.VectorKernels;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that fused kernels give the same bits as the separate kernels. */
class UnfusedStepsTest {

  static Stream<Kernels> kernels() {
    return Stream.of(new PlainKernels(), new VectorKernels());
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void lstm(Kernels kernels) {
    assertSameBits(
        kernels,
        frame -> {
          UnfusedSteps.lstmForward(kernels, frame);
          UnfusedSteps.lstmBackward(kernels, frame);
        },
        frame -> {
          kernels.lstmForward(frame);
          kernels.lstmBackward(frame);
        });
    assertSameBits(kernels, f -> UnfusedSteps.lstmForward(kernels, f), kernels::lstmForward);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void gru(boolean keeps) {
    for (Kernels kernels : kernels().toList()) {
      assertSameBits(
          kernels,
          frame -> {
            UnfusedSteps.gruForward(kernels, frame, keeps);
            UnfusedSteps.gruBackward(kernels, frame, keeps);
          },
          frame -> {
            kernels.gruForward(frame, keeps);
            kernels.gruBackward(frame, keeps);
          });
      assertSameBits(
          kernels,
          f -> UnfusedSteps.gruForward(kernels, f, keeps),
          f -> kernels.gruForward(f, keeps));
    }
  }

  private static void assertSameBits(
      Kernels kernels, Consumer<StepFrame> parts, Consumer<StepFrame> whole) {
    StepFrame expected = frame(kernels);
    StepFrame actual = frame(kernels);
    parts.accept(expected);
    whole.accept(actual);
    assertArrayEquals(expected.gates, actual.gates, "gates");
    assertArrayEquals(expected.cell, actual.cell, "cell");
    assertArrayEquals(expected.inner, actual.inner, "inner");
    assertArrayEquals(expected.hidden, actual.hidden, "hidden");
    assertArrayEquals(expected.dHidden, actual.dHidden, "dHidden");
    assertArrayEquals(expected.dCell, actual.dCell, "dCell");
  }

  /**
   * Three rows of three vectors, at the second of two timesteps, with unused space between the
   * rows.
   */
  private static StepFrame frame(Kernels kernels) {
    Random random = new Random(4);
    StepFrame f = new StepFrame();
    f.rows = 3;
    f.block = 3 * kernels.lanes();
    f.stateStride = f.block + kernels.lanes();
    f.hiddenStride = f.stateStride;
    f.gateStride = 4 * f.block + kernels.lanes();
    f.gatesAt = 3 * f.gateStride;
    f.stateAt = 3 * f.stateStride;
    f.hiddenAt = f.stateAt;
    f.gates = numbers(random, 6 * f.gateStride);
    f.cell = numbers(random, 6 * f.stateStride);
    f.inner = numbers(random, 6 * f.stateStride);
    f.hidden = numbers(random, 6 * f.stateStride);
    f.output = f.hidden;
    f.previousCell = f.cell;
    f.previousHidden = f.hidden;
    f.derivatives = numbers(random, 3 * f.gateStride);
    f.innerDerivatives = numbers(random, 3 * f.stateStride);
    f.dHidden = numbers(random, 3 * f.stateStride);
    f.dOutput = f.dHidden;
    f.dCell = numbers(random, 3 * f.stateStride);
    return f;
  }

  private static float[] numbers(Random random, int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) (4 * random.nextGaussian());
    }
    return numbers;
  }
}
