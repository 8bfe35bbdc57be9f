package dev.sluice.device.cpu.recurrence;

import dev.sluice.device.CellParameters;
import dev.sluice.device.cpu.recurrence.step.PackedWeights;
import dev.sluice.device.cpu.runtime.WorkerPool;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The packed weights of a plan, for the forward or the backward pass. Usually there is one entry.
 * More entries exist only if passes with different weights overlap, because weights in use must not
 * be overwritten.
 */
final class PackedWeightsCache {
  private final Supplier<PackedWeights> empty;
  private final WorkerPool workers;
  private final List<Entry> entries = new ArrayList<>();

  PackedWeightsCache(Supplier<PackedWeights> empty, WorkerPool workers) {
    this.empty = empty;
    this.workers = workers;
  }

  /** Returns the packed parameters. They must not be repacked until the caller closes the entry. */
  synchronized Entry acquire(CellParameters parameters) {
    Entry idle = null;
    for (int k = 0; k < entries.size(); k++) { // an iterator would allocate an object in every pass
      Entry entry = entries.get(k);
      if (entry.weights.holds(parameters)) {
        entry.users++;
        return entry;
      }
      idle = entry.users == 0 ? entry : idle;
    }
    if (idle == null) {
      idle = new Entry(empty.get());
      entries.add(idle);
    }
    idle.weights.pack(parameters, workers);
    idle.users++;
    return idle;
  }

  private synchronized void release(Entry entry) {
    entry.users--;
  }

  /** Packed weights and the number of passes that use them. */
  final class Entry implements AutoCloseable {
    private final PackedWeights weights;
    private int users;

    private Entry(PackedWeights weights) {
      this.weights = weights;
    }

    PackedWeights weights() {
      return weights;
    }

    @Override
    public void close() {
      release(this);
    }
  }
}
