package dev.sluice.bench.djl;

import ai.djl.pytorch.jni.JniUtils;
import dev.sluice.bench.engine.BenchTask;
import dev.sluice.bench.engine.Engine;
import dev.sluice.bench.engine.EngineServer;
import dev.sluice.bench.engine.ProductPrecision;
import java.util.Locale;

/** PyTorch through DJL, with the natives of its jars. */
public final class DjlEngine implements Engine {
  private final ai.djl.engine.Engine pytorch = ai.djl.engine.Engine.getEngine("PyTorch");

  private DjlEngine(int threads) {
    JniUtils.setNumThreads(threads);
  }

  /** Serves requests; the only argument is the number of threads. */
  public static void main(String[] arguments) {
    System.setProperty("ai.djl.offline", "true");
    EngineServer.serve(new DjlEngine(Integer.parseInt(arguments[0])));
  }

  @Override
  public String name() {
    return "djl";
  }

  @Override
  public String description() {
    return String.format(
        Locale.ROOT,
        "PyTorch %s through DJL %s, %d threads",
        pytorch.getVersion(),
        ai.djl.engine.Engine.getDjlVersion(),
        JniUtils.getNumThreads());
  }

  @Override
  public Prepared prepare(BenchTask task, ProductPrecision precision, int sets) {
    if (task.kind() != BenchTask.Kind.LAYER) {
      throw new UnsupportedOperationException("training steps are not written for DJL here");
    }
    if (task.lengths() != null) {
      throw new UnsupportedOperationException("DJL has no packed sequences");
    }
    return new DjlLayer(pytorch.newBaseManager(), task);
  }
}
