package dev.sluice.bench.engine;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * An engine that does nothing and has the right answer to every task, or misbehaves at LSTMs in the
 * manner that its first argument names.
 */
public final class StandInEngine implements Engine {
  private final String manner;

  private StandInEngine(String manner) {
    this.manner = manner;
  }

  public static void main(String[] arguments) {
    if (arguments[0].equals("does not start")) {
      System.exit(1);
    }
    EngineServer.serve(new StandInEngine(arguments[0]));
  }

  /** The command that starts it. */
  public static List<String> command(String manner) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        StandInEngine.class.getName(),
        manner);
  }

  @Override
  public String name() {
    return "stand-in";
  }

  @Override
  public String description() {
    return "a stand-in";
  }

  @Override
  public Prepared prepare(BenchTask task, ProductPrecision precision, int sets) {
    String what = task.cell().equals("lstm") ? manner : "right";
    switch (what) {
      case "unable" -> throw new UnsupportedOperationException("no LSTM");
      case "fails" -> throw new IllegalArgumentException("not today");
      case "ends" -> System.exit(1);
      case "silent" -> sleep();
      default -> {}
    }
    return new Nothing(what);
  }

  private static void sleep() {
    try {
      Thread.sleep(60_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Nothing implements Prepared {
    private final String what;

    Nothing(String what) {
      this.what = what;
    }

    @Override
    public List<Double> time(TimedPass pass, int least, double seconds) {
      if (what.equals("ends later") && least > 1) {
        System.exit(1);
      }
      return Collections.nCopies(least, 1e-3);
    }

    @Override
    public Map<String, float[]> answers() {
      return Map.of("y", new float[] {1, what.equals("wrong") ? 3 : 2});
    }

    @Override
    public void close() {}
  }
}
