package dev.sluice.device.cuda.recurrence;

import dev.sluice.device.PlanKind;
import dev.sluice.device.cuda.driver.CudaStream;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Submits the steps of passes in chunks of a fixed number. Since a chunk's kernels read from device
 * memory which steps they are, all chunks of passes of a shape are the same work, and a graph of it
 * serves every T. Only what the work itself names tells graphs apart: {@link Kind}.
 *
 * <p>Some versions of cuBLAS refuse products while a stream is recorded. {@link PlanKind#AUTO} then
 * goes on step by step, and says so once; {@link PlanKind#GRAPH} fails.
 */
public final class StepChunks implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StepChunks.class);

  /** Long enough that one launch more does not matter. */
  public static final int DEFAULT_STEPS = 16;

  /** Each holds memory of the driver, so old ones go. */
  public static final int MOST_GRAPHS = 32;

  private final CudaStream stream;
  private final PlanKind plan;
  private final int stepsOfChunk;
  private boolean records;
  private final Map<Kind, StepGraph> graphs = new LinkedHashMap<>(16, 0.75f, true);

  /** The way through time. */
  public enum Way {
    FORWARD,
    BACKWARD
  }

  /**
   * What a chunk's work depends on besides the plan.
   *
   * @param batch N
   * @param weights the address of the recurrent weights
   * @param projection the address of the projection's weights; 0 without one
   */
  public record Kind(Way way, int batch, long weights, long projection) {}

  public StepChunks(CudaStream stream, PlanKind plan, int stepsOfChunk) {
    this.stream = stream;
    this.plan = plan;
    this.records = plan != PlanKind.STEPWISE;
    this.stepsOfChunk = stepsOfChunk;
  }

  /**
   * Submits so many steps.
   *
   * @param submit submits a number of steps and leaves everything ready for those that follow
   */
  public void run(Kind kind, int steps, IntConsumer submit) {
    int left = steps;
    for (; left >= stepsOfChunk; left -= stepsOfChunk) {
      if (records) {
        play(kind, () -> submit.accept(stepsOfChunk));
      } else {
        submit.accept(stepsOfChunk);
      }
    }
    if (left > 0) {
      submit.accept(left);
    }
  }

  private void play(Kind kind, Runnable work) {
    try {
      graph(kind).play(work);
    } catch (RecordingException e) {
      if (plan == PlanKind.GRAPH) {
        throw e;
      }
      LOG.warn("going on step by step: {}", e.getMessage());
      records = false;
      work.run();
    }
  }

  /** How many graphs are recorded now. */
  public int recordedGraphs() {
    return (int) graphs.values().stream().filter(StepGraph::isRecorded).count();
  }

  private StepGraph graph(Kind kind) {
    StepGraph known = graphs.get(kind);
    if (known != null) {
      return known;
    }
    if (graphs.size() == MOST_GRAPHS) {
      Iterator<StepGraph> leastRecentlyUsed = graphs.values().iterator();
      leastRecentlyUsed.next().close();
      leastRecentlyUsed.remove();
    }
    StepGraph graph = new StepGraph(stream);
    graphs.put(kind, graph);
    return graph;
  }

  @Override
  public void close() {
    graphs.values().forEach(StepGraph::close);
    graphs.clear();
  }
}
