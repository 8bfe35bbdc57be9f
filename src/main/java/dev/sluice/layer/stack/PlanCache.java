package dev.sluice.layer.stack;

import dev.sluice.cell.Cell;
import dev.sluice.device.Capacity;
import dev.sluice.device.Device;
import dev.sluice.device.RecurrencePlan;
import dev.sluice.sequence.Bptt;
import dev.sluice.sequence.Direction;
import org.jspecify.annotations.Nullable;

/**
 * Caches the current plan of one cell in one direction. A plan is created at first use, and
 * replaced by a larger one when a larger shape comes. An old plan is closed after the last pass
 * that uses it. Thread-safe.
 */
public final class PlanCache implements AutoCloseable {
  private final Device device;
  private final Cell cell;
  private final Direction direction;
  private final Bptt bptt;
  private @Nullable SharedPlan current;

  public PlanCache(Device device, Cell cell, Direction direction, Bptt bptt) {
    this.device = device;
    this.cell = cell;
    this.direction = direction;
    this.bptt = bptt;
  }

  /**
   * Leases a plan for T timesteps of N rows; the plan stays open until the caller closes the lease.
   */
  public synchronized Lease lease(int timesteps, int batch) {
    if (current == null || !current.plan.capacity().holds(timesteps, batch)) {
      Capacity wanted = new Capacity(roundUp(timesteps), roundUp(batch));
      Capacity capacity =
          current == null
              ? wanted
              : current.plan.capacity().grownTo(wanted.timesteps(), wanted.batch());
      SharedPlan grown = new SharedPlan(device.recurrence(cell, capacity, direction, bptt));
      close();
      current = grown;
    }
    current.users++;
    return new Lease(current);
  }

  /**
   * Rounds up to a multiple of a quarter of the largest power of two that is not larger. So slowly
   * growing shapes rarely need a new plan, and at most a quarter of the capacity is unused.
   */
  static int roundUp(int size) {
    int step = Math.max(1, Integer.highestOneBit(size) / 4);
    return (size + step - 1) / step * step;
  }

  /** Drops the plan; it is closed when no lease is open. */
  @Override
  public synchronized void close() {
    if (current != null) {
      release(current);
      current = null;
    }
  }

  private synchronized void release(SharedPlan shared) {
    shared.users--;
    if (shared.users == 0) {
      shared.plan.close();
    }
  }

  /** Counts its users: the cache and every open lease. */
  private static final class SharedPlan {
    private final RecurrencePlan plan;
    private int users = 1;

    SharedPlan(RecurrencePlan plan) {
      this.plan = plan;
    }
  }

  /** The use of a plan by one pass. */
  public final class Lease implements AutoCloseable {
    private final SharedPlan shared;

    private Lease(SharedPlan shared) {
      this.shared = shared;
    }

    public RecurrencePlan plan() {
      return shared.plan;
    }

    @Override
    public void close() {
      release(shared);
    }
  }
}
