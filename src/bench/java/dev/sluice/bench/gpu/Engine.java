package dev.sluice.bench.gpu;

import java.util.List;
import java.util.Map;

/** One of those compared. */
interface Engine extends AutoCloseable {

  /** Short, for tables. */
  String name();

  /** Name and version, for people. */
  String description();

  /** Whether it is to be asked for this at all. */
  boolean offers(Arithmetic arithmetic);

  /** Of a number in its memory. */
  int elementBytes(Arithmetic arithmetic);

  /**
   * Makes everything ready for passes over a task.
   *
   * @param sets of inputs that go around
   * @throws UnsupportedOperationException if the engine cannot do it, with the reason
   * @throws NoRoomException if the card's memory does not suffice; the engine stays usable
   */
  Prepared prepare(Task task, Arithmetic arithmetic, int sets);

  /** Gives memory that nobody uses back to the card's driver. */
  void trim();

  @Override
  void close();

  /** A task made ready; its methods throw {@link NoRoomException} too. */
  interface Prepared extends AutoCloseable {

    /**
     * Does it once.
     *
     * @return samples of each result, by name: {@code y.inference}, {@code y}, {@code grad.x},
     *     {@code grad.weight_ih_l0}, ..., or {@code losses} of the first steps and their {@code
     *     drop}
     */
    Map<String, float[]> answers();

    /**
     * Passes for at least so many seconds, and at least so many.
     *
     * @return the seconds of each, by the card's clock
     */
    List<Double> time(Pass pass, int least, double seconds);

    @Override
    void close();
  }

  /** The card's memory does not suffice. */
  final class NoRoomException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoRoomException(String message) {
      super(message);
    }
  }
}
