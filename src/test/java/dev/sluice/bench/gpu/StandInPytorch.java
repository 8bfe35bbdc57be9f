package dev.sluice.bench.gpu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.bench.LayerRun;
import dev.sluice.bench.LayerShape;
import dev.sluice.bench.engine.BenchTask;
import dev.sluice.bench.engine.SluiceEngine;
import dev.sluice.cell.Cell;
import dev.sluice.device.Device;
import dev.sluice.device.Devices;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Speaks as {@code ci/bench_torch.py} does, see {@link TorchProcess}: single layers are computed on
 * the CPU, of stacks it says that it has none, and of training steps that there is no room. The
 * argument makes it misbehave: {@code ends}, {@code silent}, or the name of a result to spoil.
 */
public final class StandInPytorch {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Device device = Devices.cpu();
  private final Map<Integer, LayerRun> prepared = new HashMap<>();
  private final String manner;

  private StandInPytorch(String manner) {
    this.manner = manner;
  }

  /** The command that starts it. */
  public static List<String> command(String manner) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        StandInPytorch.class.getName(),
        manner);
  }

  public static void main(String[] arguments) throws IOException {
    StandInPytorch server = new StandInPytorch(arguments[0]);
    PrintStream replies = System.out;
    System.setOut(System.err);
    BufferedReader requests =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = requests.readLine(); line != null; line = requests.readLine()) {
      ObjectNode reply = server.reply(MAPPER.readTree(line));
      if (!server.manner.equals("silent")) {
        replies.println(reply);
      }
    }
  }

  private ObjectNode reply(JsonNode request) {
    ObjectNode reply = MAPPER.createObjectNode();
    int id = request.path("id").asInt();
    switch (request.get("do").asText()) {
      case "describe" -> reply.put("description", "a stand-in").put("card", "cpu");
      case "products" -> reply.put("rate", 1e9);
      case "prepare" -> prepare(id, request.get("task"), reply);
      case "answers" -> reply.set("answers", MAPPER.valueToTree(answers(id)));
      case "time" -> reply.putArray("seconds").add(1e-3).add(2e-3);
      case "release" -> prepared.remove(id).close();
      default -> {}
    }
    return reply;
  }

  private void prepare(int id, JsonNode task, ObjectNode reply) {
    if (manner.equals("ends")) {
      System.exit(1);
    } else if (task.get("kind").asText().equals("STEP")) {
      reply.put("noRoom", "said the stand-in");
    } else if (task.get("layers").asInt() > 1) {
      reply.put("unsupported", "no stacks in the stand-in");
    } else {
      prepared.put(id, layer(task));
    }
  }

  private LayerRun layer(JsonNode task) {
    int inputSize = task.get("inputSize").asInt();
    int hiddenSize = task.get("hiddenSize").asInt();
    BenchTask.Sizes sizes =
        BenchTask.Sizes.of(
            task.get("batch").asInt(), task.get("timesteps").asInt(), inputSize, hiddenSize);
    Cell cell =
        SluiceEngine.layers(BenchTask.layer(task.get("cell").asText(), sizes, false))
            .cells()
            .get(0);
    LayerShape shape = new LayerShape(sizes.batch(), sizes.timesteps(), inputSize, hiddenSize);
    return new LayerRun(device, cell, shape, MAPPER.convertValue(task.get("lengths"), int[].class));
  }

  /** Under PyTorch's names. */
  private Map<String, float[]> answers(int id) {
    LayerRun run = prepared.get(id);
    run.clearGradients();
    run.pass();
    Map<String, float[]> answers = new LinkedHashMap<>();
    run.answers()
        .forEach((name, values) -> answers.put(name.contains("_") ? name + "_l0" : name, values));
    answers.remove("hn");
    answers.put("y.inference", answers.get("y").clone());
    float[] spoilt = answers.getOrDefault(manner, new float[0]);
    for (int k = 0; k < spoilt.length; k++) {
      spoilt[k] *= 2;
    }
    return answers;
  }
}
