package dev.sluice.bench.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The engine's side of the protocol that {@link EngineProcess} describes. */
public final class EngineServer {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Engine engine;
  private final Map<Integer, Engine.Prepared> prepared = new HashMap<>();

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
    } finally {
      server.prepared.values().forEach(Engine.Prepared::close);
    }
  }

  private ObjectNode reply(JsonNode request) {
    ObjectNode reply = MAPPER.createObjectNode();
    try {
      int id = request.path("id").asInt();
      switch (request.get("do").asText()) {
        case "describe" -> reply.put("description", engine.description());
        case "prepare" -> prepared.put(id, prepare(request));
        case "answers" -> reply.set("answers", MAPPER.valueToTree(prepared.get(id).answers()));
        case "time" -> reply.set("seconds", MAPPER.valueToTree(time(prepared.get(id), request)));
        case "release" -> prepared.remove(id).close();
        case "trim" -> engine.trim();
        default -> reply.put("error", "unknown request " + request);
      }
    } catch (Engine.NoRoomException e) {
      reply.put("noRoom", String.valueOf(e.getMessage()));
    } catch (UnsupportedOperationException e) {
      reply.put("unsupported", String.valueOf(e.getMessage()));
    } catch (IOException | RuntimeException | LinkageError e) {
      reply.put("error", e.toString());
    }
    return reply;
  }

  private Engine.Prepared prepare(JsonNode request) throws IOException {
    return engine.prepare(
        MAPPER.treeToValue(request.get("task"), BenchTask.class),
        ProductPrecision.valueOf(request.get("precision").asText()),
        request.get("sets").asInt());
  }

  private static List<Double> time(Engine.Prepared task, JsonNode request) {
    return task.time(
        TimedPass.valueOf(request.get("pass").asText()),
        request.get("least").asInt(),
        request.get("seconds").asDouble());
  }
}
