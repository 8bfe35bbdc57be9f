package dev.sluice.app.tour;

import dev.sluice.app.console.ProgressDisplay;

/** The progress of all parts of the tour together, in thousandths of the expected time. */
final class TourProgress implements AutoCloseable {
  private static final int WHOLE = 1000;

  private final ProgressDisplay.Task task;
  private final double seconds;
  private double done;
  private long shown;

  /**
   * Begins.
   *
   * @param seconds the expected time of all parts
   */
  TourProgress(ProgressDisplay display, double seconds) {
    this.task = display.begin("tour", WHOLE, "thousandths");
    this.seconds = seconds;
  }

  /** One part of the tour. */
  interface Part {
    /** Adds work that was done. */
    void advance(long work);
  }

  /**
   * Begins a part.
   *
   * @param what what is done, in a few words
   * @param partSeconds its expected time
   * @param work its whole work, in units of its own
   */
  Part begin(String what, double partSeconds, long work) {
    return units -> advance(WHOLE * partSeconds / seconds * units / work, what);
  }

  private void advance(double thousandths, String what) {
    done += thousandths;
    long whole = Math.min(WHOLE, (long) done);
    task.advance(whole - shown, what);
    shown = whole;
  }

  @Override
  public void close() {
    task.close();
  }
}
