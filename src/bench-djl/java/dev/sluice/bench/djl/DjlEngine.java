package dev.sluice.bench.djl;

import ai.djl.pytorch.jni.JniUtils;
import dev.sluice.bench.compare.Engine;
import dev.sluice.bench.compare.EngineServer;
import dev.sluice.bench.compare.Work;
import java.util.Locale;

/** PyTorch through DJL, with the natives of its jars. */
public final class DjlEngine implements Engine {
  private final ai.djl.engine.Engine pytorch = ai.djl.engine.Engine.getEngine("PyTorch");

  private DjlEngine(int threads) {
    JniUtils.setNumThreads(threads);
  }

  /** Serves with so many threads: the one argument. */
  public static void main(String[] arguments) {
    System.setProperty("ai.djl.offline", "true");
    EngineServer.serve(new DjlEngine(Integer.parseInt(arguments[0])));
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
  public Prepared prepare(Work work) {
    if (work.kind() != Work.Kind.LAYER) {
      throw new UnsupportedOperationException("training steps are not written for DJL here");
    }
    if (work.lengths() != null) {
      throw new UnsupportedOperationException("DJL has no packed sequences");
    }
    return new DjlLayer(pytorch.newBaseManager(), work);
  }
}
