package dev.sluice.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.cell.Activation;
import dev.sluice.cell.Lstm;
import dev.sluice.device.Products.Into;
import dev.sluice.device.Products.Operand;
import dev.sluice.device.UpdateOperations.AdamCoefficients;
import dev.sluice.sequence.Bptt;
import dev.sluice.sequence.Direction;
import dev.sluice.sequence.PoolingKind;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/**
 * Tests of closing that every device must pass: a closed device refuses all use, and closing a
 * device in use ends that use with an exception.
 */
@Timeout(120)
public abstract class ClosingContract {
  private static final int THREADS = 16;

  /** Opens a device; the test closes it. */
  protected abstract Device open();

  @Test
  void everyUseOfAClosedDeviceIsRefused() {
    Device device = open();
    OperationsFixture values = new OperationsFixture(device);
    RecurrenceFixture recurrence = new RecurrenceFixture(device, problem());
    RecurrencePass pass = recurrence.forward(RecurrencePlan.Keep.FOR_BACKWARD);
    Map<String, Executable> uses = operations(values);
    assertEquals(operationNames(), uses.keySet(), "one call for each operation of the interfaces");
    Tensor one = values.vector(1);
    Tensor none = values.scope.floats(0);
    Tensor whole = values.integerVector(1);
    uses.put("write floats", () -> one.write(2f));
    uses.put("read floats", one::floats);
    uses.put("read no floats", none::floats);
    uses.put("write integers", () -> whole.write(2));
    uses.put("read integers", whole::ints);
    uses.put("bytes in use", device::bytesInUse);
    uses.put("allocate", () -> device.allocate(DType.FLOAT32, Shape.of(1)));
    uses.put(
        "plan",
        () -> device.recurrence(Lstm.of(2, 3), new Capacity(4, 5), Direction.FORWARD, Bptt.full()));
    uses.put("forward", () -> recurrence.forward(RecurrencePlan.Keep.OUTPUTS));
    uses.put("backward", () -> pass.backward(recurrence.upstream, recurrence.gradients));

    device.close();

    uses.forEach(
        (name, use) -> {
          IllegalStateException thrown = assertThrows(IllegalStateException.class, use, name);
          assertTrue(thrown.getMessage().contains("is closed"), name + ": " + thrown);
          assertTrue(thrown.getMessage().contains(device.name()), name + ": " + thrown);
        });
    pass.close();
    recurrence.close();
    values.close();
    assertEquals(0, device.openTensors());
    device.close();
  }

  @Test
  void closingEndsTheUseByManyThreads() throws Exception {
    for (int round = 0; round < 2; round++) {
      Device device = open();
      ExecutorService threads = Executors.newFixedThreadPool(THREADS);
      try {
        CountDownLatch working = new CountDownLatch(THREADS);
        List<Future<?>> ends = new ArrayList<>();
        for (int k = 0; k < THREADS; k++) {
          boolean withPlan = k % 2 == 0;
          ends.add(threads.submit(() -> use(device, withPlan, working)));
        }
        assertTrue(working.await(60, TimeUnit.SECONDS), "all threads are at work");
        device.close();
        for (Future<?> end : ends) {
          ExecutionException thrown =
              assertThrows(ExecutionException.class, () -> end.get(60, TimeUnit.SECONDS));
          assertEquals(IllegalStateException.class, thrown.getCause().getClass());
          assertTrue(thrown.getCause().getMessage().contains("is closed"), thrown.toString());
        }
        assertEquals(0, device.openTensors());
      } finally {
        threads.shutdownNow();
      }
    }
  }

  /** Uses the device until an exception is thrown. */
  private static void use(Device device, boolean withPlan, CountDownLatch working) {
    try (RecurrenceFixture recurrence =
        withPlan ? new RecurrenceFixture(device, problem()) : null) {
      working.countDown();
      while (true) {
        try (Scope step = device.scope()) {
          Tensor large = step.zeros(100, 400);
          device.elementwise().add(large, large);
          if (withPlan) {
            recurrence.run().results();
          }
          large.floats();
        }
      }
    }
  }

  private static RecurrenceProblem problem() {
    return new RecurrenceProblem(RecurrenceCase.of(Lstm.of(6, 16), 4, 8));
  }

  private static Set<String> operationNames() {
    Set<String> names = new TreeSet<>();
    for (Class<?> operations :
        List.of(
            Products.class,
            Elementwise.class,
            SequenceOperations.class,
            LossOperations.class,
            UpdateOperations.class)) {
      for (Method method : operations.getDeclaredMethods()) {
        if (!method.isSynthetic()) {
          names.add(method.getName());
        }
      }
    }
    return names;
  }

  /** One valid call of each operation, by its name. */
  private static Map<String, Executable> operations(OperationsFixture f) {
    Map<String, Executable> calls = new TreeMap<>();
    Tensor square = f.normal(4, 4);
    Tensor a = f.normal(3, 4);
    Tensor b = f.normal(3, 4);
    Products products = f.device.products();
    calls.put(
        "multiply",
        () -> products.multiply(a, Operand.TRANSPOSED, b, Operand.PLAIN, square, Into.OVERWRITE));
    elementwise(f, calls);
    sequences(f, calls);
    losses(f, calls);
    updates(f, calls);
    return calls;
  }

  private static void elementwise(OperationsFixture f, Map<String, Executable> calls) {
    Elementwise elementwise = f.device.elementwise();
    Tensor a = f.normal(3, 4);
    Tensor b = f.normal(3, 4);
    Tensor sequence = f.normal(2, 3, 4);
    Tensor row = f.normal(4);
    RandomStream stream = new RandomStream(1, 2, 3);
    calls.put("fill", () -> elementwise.fill(a, 1));
    calls.put("copy", () -> elementwise.copy(a, b));
    calls.put("add", () -> elementwise.add(a, b));
    calls.put("addToRows", () -> elementwise.addToRows(row, a));
    calls.put("addRowSums", () -> elementwise.addRowSums(a, row));
    calls.put("activate", () -> elementwise.activate(Activation.tanh(), a, b));
    calls.put("activateBackward", () -> elementwise.activateBackward(Activation.tanh(), a, b, b));
    calls.put("dropout", () -> elementwise.dropout(a, 0.5f, stream, b));
    calls.put("lockedDropout", () -> elementwise.lockedDropout(sequence, 0.5f, stream, sequence));
    calls.put("copyColumns", () -> elementwise.copyColumns(a, 0, b, 1, 2));
  }

  private static void sequences(OperationsFixture f, Map<String, Executable> calls) {
    SequenceOperations sequences = f.device.sequences();
    Tensor tokens = f.integers(0, 2, 2, 3);
    Tensor table = f.normal(3, 4);
    Tensor sequence = f.normal(2, 3, 4);
    Tensor pooled = f.normal(3, 4);
    calls.put("embed", () -> sequences.embed(tokens, table, sequence));
    calls.put("embedBackward", () -> sequences.embedBackward(tokens, null, -1, sequence, table));
    calls.put(
        "dropTokens",
        () -> sequences.dropTokens(tokens, 0.5f, -1, 1, new RandomStream(1, 2, 3), tokens));
    calls.put("pool", () -> sequences.pool(PoolingKind.MEAN, sequence, null, pooled, 0, null));
    calls.put(
        "poolBackward",
        () -> sequences.poolBackward(PoolingKind.MEAN, pooled, 0, null, null, sequence));
  }

  private static void losses(OperationsFixture f, Map<String, Executable> calls) {
    LossOperations losses = f.device.losses();
    Tensor logits = f.normal(3, 4);
    Tensor labels = f.integers(0, 3, 3);
    Tensor zeros = f.scope.zeros(3, 4);
    Tensor gradient = f.normal(3, 4);
    Tensor totals = f.vector(0, 0);
    calls.put(
        "softmaxCrossEntropy",
        () -> losses.softmaxCrossEntropy(logits, labels, 1, gradient, totals));
    calls.put(
        "sigmoidCrossEntropy",
        () -> losses.sigmoidCrossEntropy(logits, zeros, null, 1, gradient, totals));
    calls.put(
        "meanSquaredError", () -> losses.meanSquaredError(logits, zeros, null, 1, null, totals));
    calls.put("softmax", () -> losses.softmax(logits, gradient));
  }

  private static void updates(OperationsFixture f, Map<String, Executable> calls) {
    UpdateOperations updates = f.device.updates();
    Tensor w = f.normal(5);
    Tensor g = f.normal(5);
    Tensor m = f.normal(5);
    Tensor v = f.normal(5);
    Tensor one = f.vector(1);
    Tensor scale = f.vector(1);
    AdamCoefficients adam = new AdamCoefficients(0.1f, 0.9f, 0.99f, 1e-8f, 0, 0);
    calls.put("clipByGlobalNorm", () -> updates.clipByGlobalNorm(List.of(g), 1, one, scale));
    calls.put("refuseUnlessFinite", () -> updates.refuseUnlessFinite(one, scale));
    calls.put("clipByValue", () -> updates.clipByValue(g, 1));
    calls.put("sgd", () -> updates.sgd(w, g, null, 0.1f, 0));
    calls.put("momentum", () -> updates.momentum(w, g, null, m, 0.1f, 0.9f, false, 0));
    calls.put("rmsProp", () -> updates.rmsProp(w, g, null, m, 0.1f, 0.9f, 1e-8f, 0));
    calls.put("adam", () -> updates.adam(w, g, null, m, v, 1, adam));
    calls.put("movingAverage", () -> updates.movingAverage(w, m, 0.9f));
  }
}
