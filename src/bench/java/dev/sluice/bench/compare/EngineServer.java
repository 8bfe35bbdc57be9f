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
import java.util.List;

/**
 * The engine's side of the protocol with {@link EngineProcess}: one line of JSON is a request, the
 * next one its answer. {@code ci/bench_engine.py} uses the same protocol.
 *
 * <pre>
 *   {"do": "describe"}                          {"description": "..."}
 *   {"do": "prepare", "work": {...}}            {"answers": {"y": [...], ...}}  see Engine.Prepared
 *   {"do": "time", "least": 3, "seconds": 0.5}  {"seconds": [...]}              one number a pass
 *   {"do": "release"}                           {}
 * </pre>
 *
 * <p>Any of them may be answered by {@code {"unsupported": "why"}} or {@code {"error": "what"}}.
 */
public final class EngineServer {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Engine engine;
  private Engine.Prepared prepared;

  private EngineServer(Engine engine) {
    this.engine = engine;
  }

  /** Answers requests until the input ends. The output of libraries goes to the error stream. */
  public static void serve(Engine engine) {
    PrintStream replies = System.out;
    System.setOut(System.err);
    EngineServer server = new EngineServer(engine);
    try (BufferedReader requests =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = requests.readLine(); line != null; line = requests.readLine()) {
        replies.println(MAPPER.writeValueAsString(server.reply(MAPPER.readTree(line))));
        replies.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ObjectNode reply(JsonNode request) {
    ObjectNode reply = MAPPER.createObjectNode();
    try {
      switch (request.get("do").asText()) {
        case "describe" -> reply.put("description", engine.description());
        case "prepare" -> reply.set("answers", MAPPER.valueToTree(prepare(request).answers()));
        case "time" -> reply.set("seconds", MAPPER.valueToTree(times(request)));
        case "release" -> release();
        default -> reply.put("error", "unknown request " + request);
      }
    } catch (UnsupportedOperationException e) {
      reply.put("unsupported", String.valueOf(e.getMessage()));
    } catch (IOException | RuntimeException | LinkageError e) {
      reply.put("error", e.toString());
    }
    return reply;
  }

  private Engine.Prepared prepare(JsonNode request) throws IOException {
    release();
    prepared = engine.prepare(MAPPER.treeToValue(request.get("work"), Workload.class));
    prepared.pass();
    return prepared;
  }

  private List<Double> times(JsonNode request) {
    List<Double> times = new ArrayList<>();
    double sum = 0;
    while (times.size() < request.get("least").asInt() || sum < request.get("seconds").asDouble()) {
      long start = System.nanoTime();
      prepared.pass();
      times.add((System.nanoTime() - start) * 1e-9);
      sum += times.get(times.size() - 1);
    }
    return times;
  }

  private void release() {
    if (prepared != null) {
      prepared.close();
      prepared = null;
    }
  }
}
