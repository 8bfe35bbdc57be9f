package dev.sluice.device;

import dev.sluice.cell.Cell;
import dev.sluice.sequence.Bptt;
import dev.sluice.sequence.Direction;

/**
 * A device: memory for tensors and the operations on them. Operations run in the order of the
 * calls. Close all tensors, plans and passes before the device; closing the device frees its pools
 * and threads.
 *
 * <p>Several threads may use one device. If one thread closes it, the calls of other threads either
 * finish or throw an {@link IllegalStateException}. Every later use throws an {@link
 * IllegalStateException}. Only closing tensors, plans and passes is still allowed; it has no
 * effect.
 *
 * <p>The same seed, device and options give the same bits.
 */
public interface Device extends AutoCloseable {

  /** The short name of the device, as users type it: {@code cpu}. */
  String name();

  /**
   * A description of the device in one line for people: its model and how it computes. {@code
   * toString} returns the same line, also after the device is closed.
   */
  String description();

  /**
   * Allocates a tensor with undefined contents.
   *
   * @return the tensor, owned by the caller
   * @throws OutOfDeviceMemoryException if there is not enough memory
   */
  Tensor allocate(DType dtype, Shape shape);

  /** Opens a scope that allocates on this device. The caller closes it. */
  default Scope scope() {
    return new Scope(this);
  }

  /**
   * Creates a plan for one cell in one direction.
   *
   * @param capacity the largest input of the plan
   * @return the plan, owned by the caller
   */
  RecurrencePlan recurrence(Cell cell, Capacity capacity, Direction direction, Bptt bptt);

  /** Matrix products. */
  Products products();

  /** Operations on elements and on rows. */
  Elementwise elementwise();

  /** Operations on sequences: tokens, pooling, timesteps and lengths. */
  SequenceOperations sequences();

  /** Losses and their gradients. */
  LossOperations losses();

  /** Updates of weights by optimizers. */
  UpdateOperations updates();

  /** The number of open tensors: allocated and not yet closed. Tests find leaks with it. */
  long openTensors();

  /**
   * The memory that is in use on this device, in bytes: that of its tensors, of the values that
   * passes keep, and of plans. Sizes are those that were allocated, which are rounded up. Free
   * memory of a pool does not count.
   *
   * @throws IllegalStateException if the device is closed
   */
  long bytesInUse();

  /** Waits for the calls of other threads, then frees pools and threads. */
  @Override
  void close();
}
