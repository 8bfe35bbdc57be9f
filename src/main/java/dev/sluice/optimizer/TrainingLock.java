package dev.sluice.optimizer;

import dev.sluice.argument.Require;
import dev.sluice.device.Parameter;
import java.util.ArrayList;
import java.util.List;

/**
 * A lock on parameters for training by one thread. While it is open, another thread that tries to
 * train one of the parameters gets an exception: two threads that add to the same gradients would
 * silently compute wrong weights. The same thread may take the lock again.
 */
public final class TrainingLock implements AutoCloseable {
  private final List<Parameter> locked = new ArrayList<>();

  /**
   * Locks the parameters for the calling thread.
   *
   * @throws IllegalStateException naming the first parameter that another thread trains
   */
  public TrainingLock(List<Parameter> parameters) {
    Require.present("parameters", parameters);
    try {
      for (Parameter parameter : parameters) {
        parameter.beginTraining();
        locked.add(parameter);
      }
    } catch (IllegalStateException e) {
      close();
      throw e;
    }
  }

  /** Unlocks the parameters; must be called by the thread that locked them. */
  @Override
  public void close() {
    locked.forEach(Parameter::endTraining);
  }
}
