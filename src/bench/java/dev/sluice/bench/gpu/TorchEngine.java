package dev.sluice.bench.gpu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * PyTorch's own layers, in a process of its own that {@code ci/bench_torch.py} runs. A process that
 * failed is replaced by a new one.
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
   * Starts it.
   *
   * @param command that runs the script
   * @param patienceSeconds for one answer
   * @throws IllegalStateException if it does not answer
   */
  TorchEngine(List<String> command, double patienceSeconds) {
    this.command = command;
    this.patienceSeconds = patienceSeconds;
    JsonNode found = ask(EngineProcess.request("describe"));
    description = found.get("description").asText();
    card = found.get("card").asText();
  }

  /** What it computes on: the card's name, or {@code cpu}. */
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
  public boolean offers(Arithmetic arithmetic) {
    return true;
  }

  @Override
  public int elementBytes(Arithmetic arithmetic) {
    return arithmetic.pytorchBytes();
  }

  /** As {@link dev.sluice.device.cuda.CardLimits#products}. */
  double products(Arithmetic arithmetic, int size, double seconds) {
    ObjectNode request = EngineProcess.request("products");
    request.put("arithmetic", arithmetic.name());
    request.put("size", size);
    request.put("seconds", seconds);
    return ask(request).get("rate").asDouble();
  }

  @Override
  public Prepared prepare(Task task, Arithmetic arithmetic, int sets) {
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

  /** To give memory back; a process that fails at that gives back all of it by its end. */
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
    public List<Double> time(Pass pass, int least, double seconds) {
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
        throw new IllegalStateException("pytorch: the process that had made it ready has ended");
      }
      return TorchEngine.this.ask(request);
    }

    private ObjectNode request(String what) {
      return EngineProcess.request(what).put("id", id);
    }
  }
}
