package dev.sluice.bench.gpu;

import java.util.List;
import java.util.Map;

/** One of the engines that are compared. */
interface Engine extends AutoCloseable {

  /** A short name, for tables. */
  String name();

  /** A readable name and version. */
  String description();

  /** Whether the engine supports this precision. */
  boolean offers(ProductPrecision arithmetic);

  /** The size of an element in its memory. */
  int elementBytes(ProductPrecision arithmetic);

  /**
   * Prepares everything for passes over a task.
   *
   * @param sets how many sets of inputs the passes alternate between
   * @throws UnsupportedOperationException if the engine cannot do it, with the reason
   * @throws NoRoomException if the GPU's memory does not suffice; the engine stays usable
   */
  Prepared prepare(BenchTask task, ProductPrecision arithmetic, int sets);

  /** Frees device memory that is kept for later. */
  void trim();

  @Override
  void close();

  /** A prepared task; its methods throw {@link NoRoomException} too. */
  interface Prepared extends AutoCloseable {

    /**
     * Runs the task once.
     *
     * @return samples of each result, by name: {@code y.inference}, {@code y}, {@code grad.x},
     *     {@code grad.weight_ih_l0}, ..., or {@code losses} of the first steps and their {@code
     *     drop}
     */
    Map<String, float[]> answers();

    /**
     * Runs passes for at least the given seconds, and at least the given number.
     *
     * @return the seconds of each pass, by the GPU's clock
     */
    List<Double> time(TimedPass pass, int least, double seconds);

    @Override
    void close();
  }

  /** Thrown when the GPU has too little memory. */
  final class NoRoomException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoRoomException(String message) {
      super(message);
    }
  }
}
