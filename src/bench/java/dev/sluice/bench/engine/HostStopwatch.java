package dev.sluice.bench.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** Times passes that are done when they return, by the clock of this machine. */
public final class HostStopwatch {
  private HostStopwatch() {}

  /**
   * Runs passes for at least the given seconds, and at least the given number.
   *
   * @param pass runs one pass, given its number
   * @return the seconds of each pass
   */
  public static List<Double> time(int least, double seconds, IntConsumer pass) {
    List<Double> times = new ArrayList<>();
    double sum = 0;
    while (times.size() < least || sum < seconds) {
      long start = System.nanoTime();
      pass.accept(times.size());
      double elapsed = (System.nanoTime() - start) * 1e-9;
      times.add(elapsed);
      sum += elapsed;
    }
    return times;
  }
}
