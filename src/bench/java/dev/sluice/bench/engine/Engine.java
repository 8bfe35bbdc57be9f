package dev.sluice.bench.engine;

import java.util.List;
import java.util.Map;

/** One of the engines that are compared. */
public interface Engine extends AutoCloseable {

  /** A short name, for tables. */
  String name();

  /**
   * A readable name and version.
   *
   * @throws IllegalStateException if the engine fails
   */
  String description();

  /** Whether the engine supports this precision. */
  default boolean offers(ProductPrecision precision) {
    return precision == ProductPrecision.FLOAT32;
  }

  /** The size of an element in its memory. */
  default int elementBytes(ProductPrecision precision) {
    return Float.BYTES;
  }

  /**
   * Prepares everything for passes over a task.
   *
   * @param sets how many sets of inputs the passes alternate between
   * @throws UnsupportedOperationException if the engine cannot do it, with the reason
   * @throws NoRoomException if the device's memory does not suffice; the engine stays usable
   */
  Prepared prepare(BenchTask task, ProductPrecision precision, int sets);

  /** Frees device memory that is kept for later. */
  default void trim() {}

  @Override
  default void close() {}

  /** A prepared task; its methods throw {@link NoRoomException} too. */
  interface Prepared extends AutoCloseable {

    /**
     * Runs the task once.
     *
     * @return a {@link dev.sluice.bench.SharedValues#sample} of each result of the task's passes,
     *     by name: {@code y.inference} of a forward pass; {@code y}, {@code grad.x}, {@code
     *     grad.weight_ih_l0}, ... of a forward and a backward pass; of training steps the {@code
     *     losses} of the first three, and their {@code drop}: the first minus each later one. The
     *     final state h is not among them: it is y at the last timestep of each row
     */
    Map<String, float[]> answers();

    /**
     * Runs passes for at least the given seconds, and at least the given number.
     *
     * @return the seconds of each pass
     */
    List<Double> time(TimedPass pass, int least, double seconds);

    @Override
    void close();
  }

  /** Thrown when the device has too little memory. */
  final class NoRoomException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public NoRoomException(String message) {
      super(message);
    }
  }
}
