package dev.sluice.optimizer;

import dev.sluice.device.Parameter;
import java.util.ArrayList;
import java.util.List;

/**
 * Parameters while one thread trains them: another one that begins to train any of them, until this
 * is closed, is refused. Threads that add to the same gradients would give wrong weights silently.
 * The same thread may begin again within.
 */
public final class TrainingLock implements AutoCloseable {
  private final List<Parameter> begun = new ArrayList<>();

  /**
   * Begins to train on the calling thread.
   *
   * @throws IllegalStateException naming the first parameter that another thread trains
   */
  public TrainingLock(List<Parameter> parameters) {
    try {
      for (Parameter parameter : parameters) {
        parameter.beginTraining();
        begun.add(parameter);
      }
    } catch (IllegalStateException e) {
      close();
      throw e;
    }
  }

  /** Lets other threads train; called by the thread that began. */
  @Override
  public void close() {
    begun.forEach(Parameter::endTraining);
  }
}
