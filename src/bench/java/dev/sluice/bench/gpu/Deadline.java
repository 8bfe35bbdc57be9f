package dev.sluice.bench.gpu;

/** When nothing new is begun any more. */
final class Deadline {
  private final long nanos;

  private Deadline(long nanos) {
    this.nanos = nanos;
  }

  /** So many seconds from now. */
  static Deadline in(double seconds) {
    return new Deadline(System.nanoTime() + (long) (seconds * 1e9));
  }

  boolean passed() {
    return System.nanoTime() - nanos >= 0;
  }
}
