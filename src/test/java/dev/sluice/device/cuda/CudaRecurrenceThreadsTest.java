package dev.sluice.device.cuda;

import dev.sluice.device.Capacity;
import dev.sluice.device.Closeness;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.DeviceTest;
import dev.sluice.device.RecurrenceCase;
import dev.sluice.device.RecurrenceFixture;
import dev.sluice.device.RecurrencePlan;
import dev.sluice.device.RecurrenceProblem;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Several threads run forward and backward passes on one GPU, with one plan. */
@Tag("verify")
@ExtendWith(SimulatedDriver.class)
class CudaRecurrenceThreadsTest extends DeviceTest {
  private static final int THREADS = 4;
  private static final int ROUNDS = 5;

  @Override
  protected Device open() {
    return Gpus.open(DeviceOptions.defaults(), 2);
  }

  @ParameterizedTest
  @MethodSource("dev.sluice.device.RecurrenceCases#representatives")
  void threadsGetTheSameBitsAsASingleThread(RecurrenceCase form) {
    ExecutorService callers = Executors.newFixedThreadPool(THREADS);
    try (RecurrencePlan plan =
        RecurrenceFixture.plan(device, form, new Capacity(form.timesteps(), form.batch()))) {
      CompletableFuture.allOf(
              IntStream.range(0, THREADS)
                  .mapToObj(
                      k -> {
                        RecurrenceProblem problem = new RecurrenceProblem(form, k);
                        Map<String, float[]> alone = results(problem, plan);
                        return CompletableFuture.runAsync(
                            () -> repeat(problem, plan, alone), callers);
                      })
                  .toList()
                  .toArray(CompletableFuture[]::new))
          .join();
    } finally {
      callers.shutdown();
    }
  }

  private void repeat(RecurrenceProblem problem, RecurrencePlan plan, Map<String, float[]> alone) {
    for (int round = 0; round < ROUNDS; round++) {
      Closeness.assertSameBits(alone, results(problem, plan));
    }
  }

  private Map<String, float[]> results(RecurrenceProblem problem, RecurrencePlan plan) {
    try (RecurrenceFixture fixture = new RecurrenceFixture(device, problem, plan, 0)) {
      return fixture.run().results();
    }
  }
}
