package dev.sluice.bench.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** An engine's process, seen from the benchmark; see {@link EngineServer} for what they say. */
final class EngineProcess implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final String name;
  private final Process process;
  private final PrintStream requests;
  private final BufferedReader replies;

  /**
   * Starts it; its error stream is shown.
   *
   * @param name for people and results: {@code sluice}, {@code pytorch}
   */
  EngineProcess(String name, List<String> command, Map<String, String> environment) {
    this.name = name;
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    requests = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    replies =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  String name() {
    return name;
  }

  String description() {
    return ask(request("describe")).get("description").asText();
  }

  /**
   * Prepares work and does it once.
   *
   * @return samples of the results, by name
   * @throws UnsupportedOperationException if this engine cannot do it
   */
  Map<String, float[]> prepare(Work work) {
    ObjectNode request = request("prepare");
    request.set("work", MAPPER.valueToTree(work));
    Map<String, float[]> answers = new LinkedHashMap<>();
    ask(request)
        .get("answers")
        .fields()
        .forEachRemaining(
            entry ->
                answers.put(entry.getKey(), MAPPER.convertValue(entry.getValue(), float[].class)));
    return answers;
  }

  /** Passes for at least so many seconds, and at least so many; the seconds of each. */
  List<Double> time(int least, double seconds) {
    ObjectNode request = request("time");
    request.put("least", least);
    request.put("seconds", seconds);
    List<Double> times = new ArrayList<>();
    ask(request).get("seconds").forEach(value -> times.add(value.asDouble()));
    return times;
  }

  void release() {
    ask(request("release"));
  }

  private static ObjectNode request(String what) {
    return MAPPER.createObjectNode().put("do", what);
  }

  private JsonNode ask(JsonNode request) {
    try {
      requests.println(MAPPER.writeValueAsString(request));
      String line = replies.readLine();
      if (line == null) {
        throw new IllegalStateException(name + ": the process ended");
      }
      JsonNode reply = MAPPER.readTree(line);
      if (reply.has("unsupported")) {
        throw new UnsupportedOperationException(reply.get("unsupported").asText());
      }
      if (reply.has("error")) {
        throw new IllegalStateException(name + ": " + reply.get("error").asText());
      }
      return reply;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    requests.close();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
