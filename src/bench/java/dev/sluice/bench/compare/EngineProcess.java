package dev.sluice.bench.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.bench.JsonProcess;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The benchmark's side of an engine's process; {@link EngineServer} describes the protocol. The
 * process starts at the first request. A process that has failed is replaced by a new one.
 */
final class EngineProcess implements AutoCloseable {
  private final String name;
  private final List<String> command;
  private final Map<String, String> environment;
  private final double patienceSeconds;
  private JsonProcess process;

  /**
   * @param name for reports, such as {@code sluice} or {@code pytorch}
   * @param environment variables in addition to ours
   * @param patienceSeconds the longest time for one answer
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
   * The engine's name and version.
   *
   * @throws IllegalStateException if it fails
   */
  String description() {
    return ask(JsonProcess.request("describe"), "description").asText();
  }

  /**
   * Prepares a workload and runs it once.
   *
   * @return samples of the results, by name
   * @throws UnsupportedOperationException if this engine cannot do it
   * @throws IllegalStateException if it fails
   */
  Map<String, float[]> prepare(Workload work) {
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
   * Runs passes for at least the given seconds, and at least the given number.
   *
   * @return the seconds of each pass
   * @throws IllegalStateException if it fails; the workload is then no longer prepared
   */
  List<Double> time(int least, double seconds) {
    ObjectNode request = JsonProcess.request("time");
    request.put("least", least);
    request.put("seconds", seconds);
    List<Double> times = new ArrayList<>();
    ask(request, "seconds").forEach(value -> times.add(value.asDouble()));
    return times;
  }

  /** Releases the prepared workload. A process that fails at it is ended. */
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
