package dev.sluice.app.console;

/** A progress display that shows nothing, for {@code --quiet}. */
final class NoProgress implements ProgressDisplay {
  @Override
  public Task begin(String name, long initial, long total, String unit) {
    return new Task() {
      @Override
      public void advance(long by, String message) {}

      @Override
      public void close() {}
    };
  }

  @Override
  public void status(String line) {}
}
