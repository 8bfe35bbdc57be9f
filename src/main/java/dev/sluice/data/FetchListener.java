package dev.sluice.data;

/** Receives the progress of a fetch, as readable lines. Called on the thread that fetches. */
@FunctionalInterface
public interface FetchListener {
  /**
   * Called when a step begins or ends, and every few seconds while it takes longer.
   *
   * @param line one line of text, without a line break
   */
  void status(String line);

  /** A listener that ignores everything. */
  static FetchListener silent() {
    return line -> {};
  }
}
