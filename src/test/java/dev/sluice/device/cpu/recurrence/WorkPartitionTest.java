package dev.sluice.device.cpu.recurrence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.Devices;
import dev.sluice.device.RecurrenceCase;
import dev.sluice.device.RecurrenceFixture;
import dev.sluice.device.RecurrenceProblem;
import dev.sluice.device.cpu.KernelChoice;
import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.kernel.PackedMatrix;
import dev.sluice.device.cpu.recurrence.step.PackedGemm;
import dev.sluice.device.cpu.recurrence.step.SingleThreadGemm;
import dev.sluice.device.cpu.runtime.WorkerPool;
import dev.sluice.sequence.Bptt;
import dev.sluice.sequence.Direction;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that sharing the columns of products among threads does not change the bits. */
class WorkPartitionTest {

  static Stream<Cell> cells() {
    return Stream.of(
        Rnn.of(9, 190),
        Lstm.of(65, 101),
        Lstm.of(9, 130).withProjection(70).withPeepholes(),
        Gru.of(9, 128).withLayerNorm(),
        Gru.article(9, 129));
  }

  @ParameterizedTest
  @MethodSource("cells")
  void sharedColumnsGiveTheSameBits(Cell cell) {
    Map<String, float[]> alone = results(cell, 1);
    Map<String, float[]> shared = results(cell, 3);
    assertEquals(alone.keySet(), shared.keySet());
    alone.forEach((name, values) -> assertArrayEquals(values, shared.get(name), 0, name));
  }

  private static Map<String, float[]> results(Cell cell, int threads) {
    RecurrenceCase form =
        new RecurrenceCase(
            cell,
            7,
            1,
            Direction.REVERSE,
            RecurrenceCase.Lengths.ABSENT,
            true,
            Bptt.full(),
            RecurrenceCase.Upstream.ALL);
    DeviceOptions options = DeviceOptions.defaults().withThreads(threads);
    try (Device device = Devices.open("cpu", options);
        RecurrenceFixture fixture = new RecurrenceFixture(device, new RecurrenceProblem(form))) {
      return fixture.run().results();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 60, 200, 700})
  void sharedProductsGiveTheSameBits(int columns) {
    Kernels kernels = KernelChoice.best();
    PackedMatrix right = packed(300, columns, kernels);
    float[] alone = product(new SingleThreadGemm(kernels), right, kernels);
    try (WorkerPool workers = new WorkerPool(3)) {
      MultiThreadGemm shared = new MultiThreadGemm(kernels, workers);
      assertArrayEquals(alone, product(shared, right, kernels), 0);
    }
  }

  @Test
  void concurrentCallersComputeAlone() throws InterruptedException {
    Kernels kernels = KernelChoice.best();
    PackedMatrix right = packed(300, 700, kernels);
    float[] expected = product(new SingleThreadGemm(kernels), right, kernels);
    AtomicInteger wrong = new AtomicInteger();
    try (WorkerPool workers = new WorkerPool(2)) {
      MultiThreadGemm shared = new MultiThreadGemm(kernels, workers);
      Thread[] callers = new Thread[4];
      for (int i = 0; i < callers.length; i++) {
        callers[i] =
            new Thread(
                () -> {
                  for (int k = 0; k < 200; k++) {
                    if (!Arrays.equals(expected, product(shared, right, kernels))) {
                      wrong.incrementAndGet();
                    }
                  }
                });
        callers[i].start();
      }
      for (Thread caller : callers) {
        caller.join();
      }
    }
    assertEquals(0, wrong.get());
  }

  private static float[] product(PackedGemm products, PackedMatrix right, Kernels kernels) {
    int rows = 2;
    int stride = right.panels() * kernels.panelWidth();
    float[] sum = new float[rows * stride];
    float[] left = numbers(rows * right.depth());
    products.multiply(rows, left, 0, right.depth(), right, sum, 0, stride, true);
    return sum;
  }

  private static PackedMatrix packed(int depth, int columns, Kernels kernels) {
    PackedMatrix matrix = kernels.matrix(depth, columns, 3);
    float[] values = numbers(depth * columns);
    for (int k = 0; k < depth; k++) {
      matrix.packRow(values, k * columns, columns, k);
    }
    return matrix;
  }

  private static float[] numbers(int count) {
    Random random = new Random(count);
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = 2 * random.nextFloat() - 1;
    }
    return numbers;
  }
}
