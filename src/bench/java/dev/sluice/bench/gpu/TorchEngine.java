package dev.sluice.bench.gpu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * PyTorch's layers, in a process that runs {@code ci/bench_torch.py}. A process that has failed is
 * replaced by a new one.
 *
 * <pre>
 *   {"do": "describe"}                    {"description": "...", "card": "..."}
 *   {"do": "products", "size": 8192, "seconds": 0.2, "arithmetic": "TF32"}    {"rate": 1e14}
 *   {"do": "prepare", "id": 1, "task": {...}, "arithmetic": "TF32", "sets": 2}    {}
 *   {"do": "answers", "id": 1}            {"answers": {"y": [...], ...}}
 *   {"do": "time", "id": 1, "pass": "FORWARD", "least": 2, "seconds": 0.05}    {"seconds": [...]}
 *   {"do": "release", "id": 1}            {}
 *   {"do": "trim"}                        {}
 * </pre>
 *
 * <p>Any of them may be answered by {@code {"noRoom": "why"}}, {@code {"unsupported": "why"}} or
 * {@code {"error": "what"}}; the latter ends the process.
 */
final class TorchEngine implements Engine {
  private final List<String> command;
  private final double patienceSeconds;
  private final String description;
  private final String card;
  private EngineProcess process;
  private int prepared;

  /**
   * Starts the process.
   *
   * @param command runs the script
   * @param patienceSeconds the longest time for one answer
   * @throws IllegalStateException if it does not answer
   */
  TorchEngine(List<String> command, double patienceSeconds) {
    this.command = command;
    this.patienceSeconds = patienceSeconds;
    JsonNode found = ask(EngineProcess.request("describe"));
    description = found.get("description").asText();
    card = found.get("card").asText();
  }

  /** The name of its GPU, or {@code cpu}. */
  String card() {
    return card;
  }

  @Override
  public String name() {
    return "pytorch";
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public boolean offers(ProductPrecision arithmetic) {
    return true;
  }

  @Override
  public int elementBytes(ProductPrecision arithmetic) {
    return arithmetic.pytorchBytes();
  }

  /** As {@link dev.sluice.device.cuda.GpuPeakRates#products}. */
  double products(ProductPrecision arithmetic, int size, double seconds) {
    ObjectNode request = EngineProcess.request("products");
    request.put("arithmetic", arithmetic.name());
    request.put("size", size);
    request.put("seconds", seconds);
    return ask(request).get("rate").asDouble();
  }

  @Override
  public Prepared prepare(BenchTask task, ProductPrecision arithmetic, int sets) {
    int id = ++prepared;
    ObjectNode request = EngineProcess.request("prepare");
    request.put("id", id);
    request.put("arithmetic", arithmetic.name());
    request.put("sets", sets);
    request.set("task", EngineProcess.tree(task));
    ask(request);
    return new Passes(process, id);
  }

  @Override
  public void trim() {
    if (process != null) {
      askInVain(EngineProcess.request("trim"));
    }
  }

  @Override
  public void close() {
    if (process != null) {
      process.close();
      process = null;
    }
  }

  private JsonNode ask(ObjectNode request) {
    if (process == null) {
      process = new EngineProcess(command, patienceSeconds);
    }
    try {
      return process.ask(request);
    } catch (IllegalStateException e) {
      close();
      throw e;
    }
  }

  /**
   * Sends a request that frees memory. A process that fails at it is ended, which frees all its
   * memory.
   */
  private void askInVain(ObjectNode request) {
    try {
      ask(request);
    } catch (IllegalStateException e) {
      close();
    }
  }

  private final class Passes implements Prepared {
    private final EngineProcess home;
    private final int id;

    Passes(EngineProcess home, int id) {
      this.home = home;
      this.id = id;
    }

    @Override
    public Map<String, float[]> answers() {
      Map<String, float[]> answers = new LinkedHashMap<>();
      JsonNode found = ask("answers").get("answers");
      found
          .fieldNames()
          .forEachRemaining(name -> answers.put(name, EngineProcess.floats(found.get(name))));
      return answers;
    }

    @Override
    public List<Double> time(TimedPass pass, int least, double seconds) {
      ObjectNode request = request("time");
      request.put("pass", pass.name());
      request.put("least", least);
      request.put("seconds", seconds);
      List<Double> times = new ArrayList<>();
      askHome(request).get("seconds").forEach(value -> times.add(value.asDouble()));
      return times;
    }

    @Override
    public void close() {
      if (process == home) {
        askInVain(request("release"));
      }
    }

    private JsonNode ask(String what) {
      return askHome(request(what));
    }

    private JsonNode askHome(ObjectNode request) {
      if (process != home) {
        throw new IllegalStateException(
            "pytorch: the process that had prepared the task has ended");
      }
      return TorchEngine.this.ask(request);
    }

    private ObjectNode request(String what) {
      return EngineProcess.request(what).put("id", id);
    }
  }
}
