package dev.sluice.bench.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An engine in a process of its own, which starts at the first request. A process that has failed
 * is replaced by a new one. {@link EngineServer} is the other side in Java, {@code
 * ci/bench_torch.py} in Python. One line of JSON is a request, the next one its answer:
 *
 * <pre>
 *   {"do": "describe"}                    {"description": "..."}
 *   {"do": "prepare", "id": 1, "task": {...}, "precision": "TF32", "sets": 2}    {}
 *   {"do": "answers", "id": 1}            {"answers": {"y": [...], ...}}
 *   {"do": "time", "id": 1, "pass": "FORWARD", "least": 2, "seconds": 0.05}    {"seconds": [...]}
 *   {"do": "release", "id": 1}            {}
 *   {"do": "trim"}                        {}
 * </pre>
 *
 * <p>Any of them may be answered by {@code {"noRoom": "why"}}, {@code {"unsupported": "why"}} or
 * {@code {"error": "what"}}; after the latter the process is ended.
 */
public class EngineProcess implements Engine {
  private final String name;
  private final List<String> command;
  private final Map<String, String> environment;
  private final double patienceSeconds;
  private JsonProcess process;
  private JsonNode description;
  private int prepared;

  /**
   * @param name for reports, such as {@code sluice} or {@code pytorch}
   * @param environment variables in addition to ours
   * @param patienceSeconds the longest time for one answer
   */
  public EngineProcess(
      String name, List<String> command, Map<String, String> environment, double patienceSeconds) {
    this.name = name;
    this.command = command;
    this.environment = environment;
    this.patienceSeconds = patienceSeconds;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return described("description");
  }

  /**
   * A part of the engine's description of itself.
   *
   * @throws IllegalStateException if it fails
   */
  protected final String described(String part) {
    if (description == null) {
      description = ask(JsonProcess.request("describe"));
    }
    return result(description, part).asText();
  }

  @Override
  public Prepared prepare(BenchTask task, ProductPrecision precision, int sets) {
    int id = ++prepared;
    ObjectNode request = JsonProcess.request("prepare");
    request.put("id", id);
    request.put("precision", precision.name());
    request.put("sets", sets);
    request.set("task", JsonProcess.tree(task));
    ask(request);
    return new PreparedTask(process, id);
  }

  @Override
  public void trim() {
    if (process != null) {
      askInVain(JsonProcess.request("trim"));
    }
  }

  @Override
  public void close() {
    if (process != null) {
      process.close();
      process = null;
    }
  }

  /**
   * Sends a request and waits for its answer.
   *
   * @throws UnsupportedOperationException if the engine cannot do it
   * @throws Engine.NoRoomException if there is too little memory
   * @throws IllegalStateException if it fails; the process is then ended
   */
  protected final JsonNode ask(ObjectNode request) {
    try {
      if (process == null) {
        process = new JsonProcess(command, environment, patienceSeconds);
      }
      return process.ask(request);
    } catch (IllegalStateException e) {
      close();
      throw e;
    }
  }

  /**
   * A part of an answer.
   *
   * @throws IllegalStateException if it is missing
   */
  protected static JsonNode result(JsonNode reply, String part) {
    if (!reply.has(part)) {
      throw new IllegalStateException("expected \"" + part + "\", got " + reply);
    }
    return reply.get(part);
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

  private final class PreparedTask implements Prepared {
    private final JsonProcess home;
    private final int id;

    PreparedTask(JsonProcess home, int id) {
      this.home = home;
      this.id = id;
    }

    @Override
    public Map<String, float[]> answers() {
      Map<String, float[]> answers = new LinkedHashMap<>();
      JsonNode found = askHome(request("answers"), "answers");
      found
          .fieldNames()
          .forEachRemaining(result -> answers.put(result, JsonProcess.floats(found.get(result))));
      return answers;
    }

    @Override
    public List<Double> time(TimedPass pass, int least, double seconds) {
      ObjectNode request = request("time");
      request.put("pass", pass.name());
      request.put("least", least);
      request.put("seconds", seconds);
      List<Double> times = new ArrayList<>();
      askHome(request, "seconds").forEach(value -> times.add(value.asDouble()));
      return times;
    }

    @Override
    public void close() {
      if (process == home) {
        askInVain(request("release"));
      }
    }

    private JsonNode askHome(ObjectNode request, String part) {
      if (process != home) {
        throw new IllegalStateException(
            name + ": the process that had prepared the task has ended");
      }
      return result(ask(request), part);
    }

    private ObjectNode request(String what) {
      return JsonProcess.request(what).put("id", id);
    }
  }
}
