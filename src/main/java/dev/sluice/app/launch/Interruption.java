package dev.sluice.app.launch;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a job that Ctrl-C (or a request to terminate) stops reach a safe point and save first.
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
 * The JVM ends as soon as {@link #close} returns after a request, with the status of the signal
 * (130 for Ctrl-C), so everything that must not be lost happens before. A job that does not close
 * within {@link #PATIENCE} is ended without.
 */
public final class Interruption implements AutoCloseable {
  /** How long a job has to save after the request. */
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::request, "interruption");
  private volatile boolean requested;

  private Interruption() {}

  /** Begins to hold back the JVM's end until {@link #close}. */
  public static Interruption install() {
    var interruption = new Interruption();
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /** Whether the job should stop at its next safe point; for any thread. */
  public boolean requested() {
    return requested;
  }

  /** The job has saved, or ended by itself. Further calls do nothing. */
  @Override
  public void close() {
    closed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shutdownHasBegun) {
      // The hook has run or runs now, and the latch lets it go.
    }
  }

  private void request() {
    requested = true;
    try {
      if (!closed.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        System.err.println("sluice: gave up waiting for a safe point; ends without saving");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
