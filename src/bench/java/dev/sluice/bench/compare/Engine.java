package dev.sluice.bench.compare;

import java.util.Map;

/** One of those compared; it lives in a process of its own, {@link EngineServer}. */
public interface Engine {
  /** Of each result; all engines take the same. */
  int MAX_SAMPLES = 1024;

  /** Name and version, for people. */
  String description();

  /**
   * Makes everything ready for passes over this work.
   *
   * @throws UnsupportedOperationException if the engine cannot do it, with the reason
   */
  Prepared prepare(Work work);

  /** Work made ready. */
  interface Prepared extends AutoCloseable {

    /** One pass; returns when it is done. */
    void pass();

    /**
     * Some values of each result, by name, see {@link dev.sluice.bench.SharedValues#sample}: of a
     * layer's last pass {@code y}, {@code hn}, {@code grad.x}, {@code grad.weight_ih}, ...; of
     * training steps the {@code losses} of the first three, which are made up for if there were
     * fewer, and {@code loss changes} from each to the next, which are wrong if a gradient or an
     * update is.
     */
    Map<String, float[]> answers();

    @Override
    void close();
  }
}
