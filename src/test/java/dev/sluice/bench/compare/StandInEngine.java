package dev.sluice.bench.compare;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * An engine that does nothing and has the right answer to the work of {@link CompareBenchTest}, or
 * misbehaves at LSTMs in the manner that its first argument names.
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
  static List<String> command(String manner) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        StandInEngine.class.getName(),
        manner);
  }

  @Override
  public String description() {
    return "a stand-in";
  }

  @Override
  public Prepared prepare(Workload work) {
    String what = work.cell().equals("lstm") ? manner : "right";
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
    private int passes;

    Nothing(String what) {
      this.what = what;
    }

    @Override
    public void pass() {
      passes++;
      if (what.equals("ends later") && passes == 4) {
        System.exit(1);
      }
    }

    @Override
    public Map<String, float[]> answers() {
      return Map.of("y", new float[] {1, what.equals("wrong") ? 3 : 2});
    }

    @Override
    public void close() {}
  }
}
