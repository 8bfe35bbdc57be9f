package dev.sluice.app.launch;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a job reach a safe point and save before Ctrl-C or a termination signal ends the JVM.
 *
 * <pre>{@code
 * try (Interruption interruption = Interruption.install()) {
 *   while (step < steps && !interruption.requested()) {
 *     step();
 *   }
 *   save();
 * }
 * }</pre>
 *
 * After a request the JVM exits as soon as {@link #close} returns, with the exit code of the signal
 * (130 for Ctrl-C). So save everything before closing. A job that does not close within {@link
 * #PATIENCE} is ended without saving.
 */
public final class Interruption implements AutoCloseable {
  /** How much time a job has to save after a request. */
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::request, "interruption");
  private volatile boolean requested;

  private Interruption() {}

  /** Delays the exit of the JVM until {@link #close}. */
  public static Interruption install() {
    var interruption = new Interruption();
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /** Whether the job should stop at its next safe point. Any thread may call it. */
  public boolean requested() {
    return requested;
  }

  /** Says that the job has saved or finished. Further calls do nothing. */
  @Override
  public void close() {
    closed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shutdownHasBegun) {
      // The hook has run or is running, and the latch releases it.
    }
  }

  private void request() {
    requested = true;
    try {
      if (!closed.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        System.err.println("sluice: no safe point was reached in time; exiting without saving");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
