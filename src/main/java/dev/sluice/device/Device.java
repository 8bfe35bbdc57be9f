package dev.sluice.device;

import dev.sluice.cell.Cell;
import dev.sluice.sequence.Bptt;
import dev.sluice.sequence.Direction;

/**
 * A place with memory and arithmetic. All operations on tensors of a device go through it, in the
 * order of the calls. Closing a device closes its pools and threads; tensors, plans and passes must
 * be closed before.
 *
 * <p>Several threads may use one device. If one of them closes it, what the others are doing ends
 * first or ends with an {@link IllegalStateException}, and so does every use from then on; only
 * closing what was allocated there still works, without effect.
 *
 * <p>Same seed, same device, same options: same bits.
 */
public interface Device extends AutoCloseable {

  /** The short name by which a user asks for it: {@code cpu}. */
  String name();

  /**
   * One line for people: what it is, and how it computes. Also what {@code toString} gives, on a
   * closed device too.
   */
  String description();

  /**
   * A new tensor, owned by the caller; its contents are undefined.
   *
   * @throws OutOfDeviceMemoryException if the memory cannot be had
   */
  Tensor allocate(DType dtype, Shape shape);

  /** A new scope that allocates on this device. */
  default Scope scope() {
    return new Scope(this);
  }

  /**
   * Plans one cell in one direction over sequences up to a capacity.
   *
   * @return the plan, owned by the caller
   */
  RecurrencePlan recurrence(Cell cell, Capacity capacity, Direction direction, Bptt bptt);

  /** Matrix products. */
  Products products();

  /** Operations on elements and rows. */
  Elementwise elementwise();

  /** Tokens, pooling, and other operations that know of timesteps and lengths. */
  SequenceOperations sequences();

  /** Losses with their gradients. */
  LossOperations losses();

  /** What an optimizer does to weights and gradients. */
  UpdateOperations updates();

  /** The number of tensors that were allocated and not yet closed; for finding leaks. */
  long openTensors();

  /** Waits for what other threads do with it, and frees pools and threads. */
  @Override
  void close();
}
