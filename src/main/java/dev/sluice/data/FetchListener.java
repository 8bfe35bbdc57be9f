package dev.sluice.data;

/** Is told how a fetch gets on, in lines for people. Called on the thread that fetches. */
@FunctionalInterface
public interface FetchListener {
  /**
   * Called when something begins, ends, or has been going on for a few seconds more.
   *
   * @param line one line of text without a line end
   */
  void status(String line);

  /** A listener that ignores everything. */
  static FetchListener silent() {
    return line -> {};
  }
}
