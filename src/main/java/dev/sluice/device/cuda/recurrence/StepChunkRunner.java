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
 * Submits the timesteps of a pass in chunks of a fixed size, and replays a recorded graph for each
 * chunk where it can. The kernels of a chunk read from device memory which timesteps they compute.
 * So one graph serves all chunks of all passes with the same {@link GraphKey}, and every T.
 *
 * <p>Some versions of cuBLAS refuse products while a stream is recorded. {@link PlanKind#AUTO} then
 * continues step by step and logs that once; {@link PlanKind#GRAPH} fails.
 */
public final class StepChunkRunner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StepChunkRunner.class);

  /** Timesteps of a chunk: enough to make the cost of launching a graph small. */
  public static final int DEFAULT_STEPS = 16;

  /**
   * The largest number of graphs. Each holds memory of the driver, so the least recently used one
   * is closed.
   */
  public static final int MAX_GRAPHS = 32;

  private final CudaStream stream;
  private final PlanKind plan;
  private final int stepsPerChunk;
  private boolean recordsGraphs;
  private final Map<GraphKey, StepGraph> graphs = new LinkedHashMap<>(16, 0.75f, true);

  /** Whether a chunk belongs to a forward or a backward pass. */
  public enum Phase {
    FORWARD,
    BACKWARD
  }

  /**
   * What the recorded work of a chunk depends on, besides the plan.
   *
   * @param batch N
   * @param weights the address of the recurrent weights
   * @param projection the address of the projection's weights; 0 without one
   */
  public record GraphKey(Phase phase, int batch, long weights, long projection) {}

  public StepChunkRunner(CudaStream stream, PlanKind plan, int stepsPerChunk) {
    this.stream = stream;
    this.plan = plan;
    this.recordsGraphs = plan != PlanKind.STEPWISE;
    this.stepsPerChunk = stepsPerChunk;
  }

  /**
   * Submits all timesteps of a pass.
   *
   * @param steps how many
   * @param submit submits the next timesteps of the pass, as many as it is given
   */
  public void run(GraphKey key, int steps, IntConsumer submit) {
    int left = steps;
    for (; left >= stepsPerChunk; left -= stepsPerChunk) {
      if (recordsGraphs) {
        submitChunk(key, () -> submit.accept(stepsPerChunk));
      } else {
        submit.accept(stepsPerChunk);
      }
    }
    if (left > 0) {
      submit.accept(left);
    }
  }

  private void submitChunk(GraphKey key, Runnable work) {
    try {
      graph(key).submit(work);
    } catch (RecordingException e) {
      if (plan == PlanKind.GRAPH) {
        throw e;
      }
      LOG.warn("continuing step by step: {}", e.getMessage());
      recordsGraphs = false;
      work.run();
    }
  }

  /** How many recorded graphs the plan holds. */
  public int recordedGraphs() {
    return (int) graphs.values().stream().filter(StepGraph::isRecorded).count();
  }

  private StepGraph graph(GraphKey key) {
    StepGraph known = graphs.get(key);
    if (known != null) {
      return known;
    }
    if (graphs.size() == MAX_GRAPHS) {
      Iterator<StepGraph> leastRecentlyUsed = graphs.values().iterator();
      leastRecentlyUsed.next().close();
      leastRecentlyUsed.remove();
    }
    StepGraph graph = new StepGraph(stream);
    graphs.put(key, graph);
    return graph;
  }

  @Override
  public void close() {
    graphs.values().forEach(StepGraph::close);
    graphs.clear();
  }
}
