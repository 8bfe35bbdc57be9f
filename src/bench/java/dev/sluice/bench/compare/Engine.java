package dev.sluice.bench.compare;

import java.util.Map;

/**
 * One of the engines that are compared. It runs in a process of its own, see {@link EngineServer}.
 */
public interface Engine {
  /** Samples of each result; all engines use the same number. */
  int MAX_SAMPLES = 1024;

  /** A readable name and version. */
  String description();

  /**
   * Prepares everything for passes over a workload.
   *
   * @throws UnsupportedOperationException if the engine cannot do it, with the reason
   */
  Prepared prepare(Workload work);

  /** A prepared workload. */
  interface Prepared extends AutoCloseable {

    /** Runs one pass; returns when it is done. */
    void pass();

    /**
     * Some values of each result, by name, see {@link dev.sluice.bench.SharedValues#sample}: of a
     * layer's last pass {@code y}, {@code hn}, {@code grad.x}, {@code grad.weight_ih}, ...; of
     * training steps the {@code losses} of the first three steps, which this call runs if they are
     * missing, and the {@code loss changes} from each to the next, which are wrong if a gradient or
     * an update is wrong.
     */
    Map<String, float[]> answers();

    @Override
    void close();
  }
}
