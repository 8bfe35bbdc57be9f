package dev.sluice.bench.dl4j;

import dev.sluice.bench.engine.BenchTask;
import dev.sluice.bench.engine.Engine;
import dev.sluice.bench.engine.EngineServer;
import dev.sluice.bench.engine.ProductPrecision;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Properties;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.factory.Nd4j;

/** Deeplearning4j on ND4J's native CPU backend. */
public final class Dl4jEngine implements Engine {
  private static final String POM =
      "/META-INF/maven/org.deeplearning4j/deeplearning4j-nn/pom.properties";

  private final int threads;

  private Dl4jEngine(int threads) {
    this.threads = threads;
    Nd4j.getEnvironment().setMaxThreads(threads);
    Nd4j.getEnvironment().setMaxMasterThreads(threads);
  }

  /** Serves requests; the only argument is the number of threads. */
  public static void main(String[] arguments) {
    EngineServer.serve(new Dl4jEngine(Integer.parseInt(arguments[0])));
  }

  @Override
  public String name() {
    return "dl4j";
  }

  @Override
  public String description() {
    return String.format(
        Locale.ROOT,
        "Deeplearning4j %s, %d threads; its backward pass, as in its fit, runs forward again",
        version(),
        threads);
  }

  /** As its jar says. */
  private static String version() {
    Properties properties = new Properties();
    try (InputStream in = MultiLayerNetwork.class.getResourceAsStream(POM)) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }

  @Override
  public Prepared prepare(BenchTask task, ProductPrecision precision, int sets) {
    if (task.kind() != BenchTask.Kind.LAYER) {
      throw new UnsupportedOperationException("training steps are not written for DL4J here");
    }
    if (task.cell().equals("gru")) {
      throw new UnsupportedOperationException("DL4J has no GRU layer");
    }
    return new Dl4jLayer(task);
  }
}
