package dev.sluice.device.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.device.DType;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.RandomStream;
import dev.sluice.device.Scope;
import dev.sluice.device.Shape;
import dev.sluice.device.Tensor;
import dev.sluice.sequence.PoolingKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Kernels skip wrong values of index tensors, compute the rest, and report the first one once. */
@ExtendWith(SimulatedDriver.class)
class CudaFaultsTest {
  private Device device;
  private Scope scope;

  @BeforeEach
  void open() {
    device = Gpus.open(DeviceOptions.defaults());
    scope = device.scope();
  }

  @AfterEach
  void close() {
    scope.close();
    device.close();
  }

  @Test
  void anEmbeddingSkipsWrongTokens() {
    Tensor y = floats(4, 1, 1);
    device.elementwise().fill(y, 9);
    device.sequences().embed(ints(new int[] {1, -1, 2, 0}, 4, 1), column(5, 6), y);
    refused("tokens: expected 0 to 1, got -1 at index 1");
    assertArrayEquals(new float[] {6, 9, 9, 5}, y.floats());
  }

  /** Printing a tensor, as a debugger does, must not consume the report. */
  @Test
  void printingATensorLeavesTheReportToTheNextRead() {
    Tensor y = floats(4, 1, 1);
    device.elementwise().fill(y, 9);
    device.sequences().embed(ints(new int[] {1, -1, 2, 0}, 4, 1), column(5, 6), y);
    assertEquals("FLOAT32 [4, 1, 1]: 6.0, 9.0, 9.0, 5.0", y.toString());
    assertEquals("INT32 [2]: 7, -1", ints(new int[] {7, -1}, 2).toString());
    refused("tokens: expected 0 to 1, got -1 at index 1");
    Tensor closed = device.allocate(DType.INT32, Shape.of(1));
    closed.close();
    assertEquals("INT32 [1] (closed)", closed.toString());
    assertEquals(device.description(), device.toString());
  }

  @Test
  void theGradientOfATableSkipsWrongTokensAndLengths() {
    Tensor tokens = ints(new int[] {0, 1, 3, 1, 0, 1}, 2, 3);
    Tensor dY = floats(2, 3, 1);
    dY.write(1f, 2, 4, 8, 16, 32);
    Tensor dTable = column(100, 200, 300);
    device.sequences().embedBackward(tokens, ints(new int[] {2, 3, 2}, 3), -1, dY, dTable);
    assertThrows(IllegalArgumentException.class, dTable::floats);
    assertArrayEquals(new float[] {101, 240, 300}, dTable.floats());
  }

  @Test
  void wordDropoutSkipsWrongTokens() {
    Tensor tokens = ints(new int[] {3, -5, 4}, 3, 1);
    Tensor target = ints(new int[] {7, 7, 7}, 3, 1);
    device.sequences().dropTokens(tokens, 0, -1, 0, new RandomStream(1, 2, 3), target);
    refused("tokens: expected 0 to 2147483647, got -5 at index 1");
    assertArrayEquals(new int[] {3, 7, 4}, target.ints());
  }

  @Test
  void aRowWithAWrongLengthHasNoTimesteps() {
    Tensor x = floats(2, 2, 1);
    x.write(1f, 2, 3, 4);
    for (PoolingKind kind : PoolingKind.values()) {
      Tensor argmax = kind == PoolingKind.MAX ? scope.ints(2, 1) : null;
      Tensor y = column(9, 9);
      device.sequences().pool(kind, x, ints(new int[] {1, 3}, 2), y, 0, argmax);
      refused("lengths: expected 0 to 2, got 3 at index 1");
      assertArrayEquals(new float[] {1, 0}, y.floats());
    }
  }

  @Test
  void aWrongLabelAddsNothing() {
    Tensor logits = floats(3, 2);
    logits.write(0f, 0, 5, 7, 0, 0);
    Tensor totals = vector(0, 0);
    Tensor gradient = floats(3, 2);
    device.losses().softmaxCrossEntropy(logits, ints(new int[] {0, 2, 1}, 3), 1, gradient, totals);
    refused("labels: expected -1 to 1, got 2 at index 1");
    assertArrayEquals(new float[] {-0.25f, 0.25f, 0, 0, 0.25f, -0.25f}, gradient.floats());
    assertArrayEquals(new float[] {(float) Math.log(2), 1}, totals.floats(), 1e-6f);
  }

  @Test
  void aTargetThatIsNotAProbabilityAddsNothing() {
    Tensor logits = floats(1, 2);
    logits.write(0f, 0f);
    Tensor targets = floats(1, 2);
    targets.write(0, 1.5f);
    Tensor totals = vector(0, 0);
    Tensor gradient = floats(1, 2);
    device.losses().sigmoidCrossEntropy(logits, targets, null, 1, gradient, totals);
    refused("targets: expected 0 to 1, got 1.5 at index 1");
    assertArrayEquals(new float[] {0.25f, 0}, gradient.floats());
  }

  @Test
  void aWrongStepOfArgmaxGetsNoGradient() {
    Tensor dX = floats(2, 1, 2);
    device.elementwise().fill(dX, 0);
    Tensor argmax = ints(new int[] {2, 1}, 1, 2);
    Tensor dY = floats(1, 2);
    dY.write(1f, 2f);
    device.sequences().poolBackward(PoolingKind.MAX, dY, 0, null, argmax, dX);
    refused("argmax: expected -1 to 1, got 2 at index 0");
    assertArrayEquals(new float[] {0, 0, 0, 2}, dX.floats());
  }

  private void refused(String message) {
    Tensor any = vector(0);
    assertEquals(message, assertThrows(IllegalArgumentException.class, any::floats).getMessage());
  }

  private Tensor floats(int... sizes) {
    return scope.floats(sizes);
  }

  private Tensor column(float... values) {
    Tensor tensor = scope.floats(values.length, 1);
    tensor.write(values);
    return tensor;
  }

  private Tensor vector(float... values) {
    Tensor tensor = scope.floats(values.length);
    tensor.write(values);
    return tensor;
  }

  private Tensor ints(int[] values, int... sizes) {
    Tensor tensor = scope.ints(sizes);
    tensor.write(values);
    return tensor;
  }
}
