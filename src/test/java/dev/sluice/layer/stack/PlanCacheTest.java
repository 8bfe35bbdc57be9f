package dev.sluice.layer.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.sluice.cell.Cell;
import dev.sluice.cell.Rnn;
import dev.sluice.device.Capacity;
import dev.sluice.device.Device;
import dev.sluice.device.RecurrencePass;
import dev.sluice.device.RecurrencePlan;
import dev.sluice.sequence.Bptt;
import dev.sluice.sequence.Direction;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanCacheTest {
  private final List<PlanStub> made = new ArrayList<>();

  /** A device that can only create plans, and records them. */
  private final Device device =
      (Device)
          Proxy.newProxyInstance(
              Device.class.getClassLoader(),
              new Class<?>[] {Device.class},
              (proxy, method, arguments) -> {
                assertEquals("recurrence", method.getName());
                PlanStub plan = new PlanStub((Capacity) arguments[1]);
                made.add(plan);
                return plan;
              });

  private final PlanCache slot =
      new PlanCache(device, Rnn.of(1, 1), Direction.FORWARD, Bptt.full());

  private static final class PlanStub implements RecurrencePlan {
    private final Capacity capacity;
    private int closings;

    PlanStub(Capacity capacity) {
      this.capacity = capacity;
    }

    @Override
    public Cell cell() {
      throw new AssertionError("not asked for");
    }

    @Override
    public Capacity capacity() {
      return capacity;
    }

    @Override
    public RecurrencePass forward(
        Inputs inputs, dev.sluice.device.CellParameters parameters, Outputs outputs, Keep keep) {
      throw new AssertionError("not asked for");
    }

    @Override
    public void close() {
      closings++;
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "3, 3", "7, 7", "9, 10", "64, 64", "65, 80", "400, 448", "1025, 1280"})
  void roomIsAtMostAQuarterTooMuch(int size, int room) {
    assertEquals(room, PlanCache.roundUp(size));
  }

  @Test
  void onePlanServesEverySmallerShape() {
    PlanCache.Lease first = slot.lease(400, 32);
    PlanCache.Lease second = slot.lease(448, 1);
    assertSame(first.plan(), second.plan());
    assertEquals(1, made.size());
    first.close();
    second.close();
    slot.close();
    assertEquals(1, made.get(0).closings);
  }

  @Test
  void anOldPlanStaysOpenWhileItIsUsed() {
    PlanCache.Lease small = slot.lease(4, 8);
    PlanCache.Lease large = slot.lease(16, 2);
    assertEquals(new Capacity(16, 8), large.plan().capacity());
    assertEquals(0, made.get(0).closings);
    small.close();
    assertEquals(1, made.get(0).closings);
    slot.close();
    assertEquals(0, made.get(1).closings);
    large.close();
    assertEquals(1, made.get(1).closings);
  }
}
