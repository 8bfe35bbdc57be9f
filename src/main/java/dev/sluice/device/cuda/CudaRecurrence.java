package dev.sluice.device.cuda;

import dev.sluice.cell.Cell;
import dev.sluice.device.*;

/** To be written. */
final class CudaRecurrence implements Recurrence {
  CudaRecurrence(
      CudaDevice device,
      Cell cell,
      Capacity capacity,
      Direction direction,
      Bptt bptt,
      PlanKind plan) {}

  @Override
  public Cell cell() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Capacity capacity() {
    throw new UnsupportedOperationException();
  }

  @Override
  public RecurrencePass forward(
      Inputs inputs, CellParameters parameters, Outputs outputs, Keep keep) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
