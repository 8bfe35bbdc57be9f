package dev.sluice.bench.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.bench.JsonProcess;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An engine's process, seen from the benchmark; see {@link EngineServer} for what they say. It
 * starts at the first request; a process that failed is replaced by a new one.
 */
final class EngineProcess implements AutoCloseable {
  private final String name;
  private final List<String> command;
  private final Map<String, String> environment;
  private final double patienceSeconds;
  private JsonProcess process;

  /**
   * @param name for people and results: {@code sluice}, {@code pytorch}
   * @param environment on top of ours
   * @param patienceSeconds for one answer
   */
  EngineProcess(
      String name, List<String> command, Map<String, String> environment, double patienceSeconds) {
    this.name = name;
    this.command = command;
    this.environment = environment;
    this.patienceSeconds = patienceSeconds;
  }

  String name() {
    return name;
  }

  /**
   * What the engine says of itself.
   *
   * @throws IllegalStateException if it fails
   */
  String description() {
    return ask(JsonProcess.request("describe"), "description").asText();
  }

  /**
   * Prepares work and does it once.
   *
   * @return samples of the results, by name
   * @throws UnsupportedOperationException if this engine cannot do it
   * @throws IllegalStateException if it fails
   */
  Map<String, float[]> prepare(Work work) {
    ObjectNode request = JsonProcess.request("prepare");
    request.set("work", JsonProcess.tree(work));
    Map<String, float[]> answers = new LinkedHashMap<>();
    JsonNode found = ask(request, "answers");
    found
        .fieldNames()
        .forEachRemaining(result -> answers.put(result, JsonProcess.floats(found.get(result))));
    return answers;
  }

  /**
   * Passes for at least so many seconds, and at least so many.
   *
   * @return the seconds of each
   * @throws IllegalStateException if it fails; what was prepared is gone
   */
  List<Double> time(int least, double seconds) {
    ObjectNode request = JsonProcess.request("time");
    request.put("least", least);
    request.put("seconds", seconds);
    List<Double> times = new ArrayList<>();
    ask(request, "seconds").forEach(value -> times.add(value.asDouble()));
    return times;
  }

  /** Gives back what was prepared; a process that fails at that does so by its end. */
  void release() {
    if (process != null) {
      try {
        process.ask(JsonProcess.request("release"));
      } catch (IllegalStateException e) {
        close();
      }
    }
  }

  private JsonNode ask(ObjectNode request, String result) {
    try {
      if (process == null) {
        process = new JsonProcess(command, environment, patienceSeconds);
      }
      JsonNode reply = process.ask(request);
      if (!reply.has(result)) {
        throw new IllegalStateException("expected \"" + result + "\", got " + reply);
      }
      return reply.get(result);
    } catch (IllegalStateException e) {
      close();
      throw e;
    }
  }

  @Override
  public void close() {
    if (process != null) {
      process.close();
      process = null;
    }
  }
}
