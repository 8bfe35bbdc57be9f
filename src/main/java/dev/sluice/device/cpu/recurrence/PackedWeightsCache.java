package dev.sluice.device.cpu.recurrence;

import dev.sluice.device.CellParameters;
import dev.sluice.device.cpu.recurrence.step.PackedWeights;
import dev.sluice.device.cpu.runtime.WorkerPool;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The packed weights of a plan for one way through time. Usually there is one; more come to be only
 * where runs with different weights overlap, since nobody's weights may be packed over while they
 * are read.
 */
final class PackedWeightsCache {
  private final Supplier<PackedWeights> empty;
  private final WorkerPool workers;
  private final List<Packed> entries = new ArrayList<>();

  PackedWeightsCache(Supplier<PackedWeights> empty, WorkerPool workers) {
    this.empty = empty;
    this.workers = workers;
  }

  /** The parameters in packed form, to be read until it is closed. */
  synchronized Packed acquire(CellParameters parameters) {
    Packed idle = null;
    for (int k = 0; k < entries.size(); k++) { // an iterator would be an object of every pass
      Packed packed = entries.get(k);
      if (packed.weights.holds(parameters)) {
        packed.users++;
        return packed;
      }
      idle = packed.users == 0 ? packed : idle;
    }
    if (idle == null) {
      idle = new Packed(empty.get());
      entries.add(idle);
    }
    idle.weights.pack(parameters, workers);
    idle.users++;
    return idle;
  }

  private synchronized void release(Packed packed) {
    packed.users--;
  }

  /** Packed weights in use, by one pass or more. */
  final class Packed implements AutoCloseable {
    private final PackedWeights weights;
    private int users;

    private Packed(PackedWeights weights) {
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
