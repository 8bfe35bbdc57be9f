package dev.sluice.device.cpu;

import dev.sluice.device.CellParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The packed weights of a plan for one way through time. Usually there is one; more come to be only
 * where runs with different weights overlap, since nobody's weights may be packed over while they
 * are read.
 */
final class PackedCells {
  private final Supplier<PackedCell> empty;
  private final WorkerPool workers;
  private final List<Entry> entries = new ArrayList<>();

  PackedCells(Supplier<PackedCell> empty, WorkerPool workers) {
    this.empty = empty;
    this.workers = workers;
  }

  /** Runs work that reads the parameters in packed form. */
  void with(CellParameters parameters, Consumer<PackedCell> work) {
    Entry entry = acquire(parameters);
    try {
      work.accept(entry.weights);
    } finally {
      release(entry);
    }
  }

  private synchronized Entry acquire(CellParameters parameters) {
    Entry idle = null;
    for (Entry entry : entries) {
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

  private static final class Entry {
    final PackedCell weights;
    int users;

    Entry(PackedCell weights) {
      this.weights = weights;
    }
  }
}
