package dev.sluice.bench.gpu;

import dev.sluice.bench.engine.BenchTask;
import dev.sluice.bench.engine.Engine;
import dev.sluice.bench.engine.ProductPrecision;
import dev.sluice.bench.engine.TimedPass;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An engine that tells what was asked of it, and takes as long as it is told. */
final class FakeEngine implements Engine {
  final List<String> calls;
  private final String name;
  private final double seconds;
  private Map<String, float[]> answers = Map.of("y", new float[] {1});
  private Set<ProductPrecision> offered = EnumSet.allOf(ProductPrecision.class);
  private int elementBytes = Float.BYTES;
  private int sets;
  private RuntimeException failure;

  /**
   * @param calls of all engines, in their order
   * @param seconds of each pass
   */
  FakeEngine(String name, List<String> calls, double seconds) {
    this.name = name;
    this.calls = calls;
    this.seconds = seconds;
  }

  FakeEngine answering(float answer) {
    return answering(Map.of("y", new float[] {answer}));
  }

  FakeEngine answering(Map<String, float[]> answers) {
    this.answers = answers;
    return this;
  }

  FakeEngine offering(ProductPrecision... offered) {
    this.offered = Set.of(offered);
    return this;
  }

  FakeEngine withElementBytes(int elementBytes) {
    this.elementBytes = elementBytes;
    return this;
  }

  /** Those that it was last asked to make ready. */
  int sets() {
    return sets;
  }

  /** What happens at the first pass that is timed. */
  FakeEngine failing(RuntimeException failure) {
    this.failure = failure;
    return this;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return "fake " + name;
  }

  @Override
  public boolean offers(ProductPrecision arithmetic) {
    return offered.contains(arithmetic);
  }

  @Override
  public int elementBytes(ProductPrecision arithmetic) {
    return elementBytes;
  }

  @Override
  public Prepared prepare(BenchTask task, ProductPrecision arithmetic, int sets) {
    calls.add(name + " prepares");
    this.sets = sets;
    return new Prepared() {
      @Override
      public Map<String, float[]> answers() {
        return answers;
      }

      @Override
      public List<Double> time(TimedPass pass, int least, double atLeast) {
        if (failure != null) {
          throw failure;
        }
        calls.add(name + " " + pass);
        return new ArrayList<>(Collections.nCopies(least, seconds));
      }

      @Override
      public void close() {
        calls.add(name + " closes");
      }
    };
  }

  @Override
  public void trim() {}

  @Override
  public void close() {}
}
