package dev.sluice.bench.gpu;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.bench.JsonProcess;
import java.util.List;
import java.util.Map;

/** A {@link JsonProcess} that may also answer that there is too little memory. */
final class EngineProcess extends JsonProcess {

  /**
   * Starts the process.
   *
   * @param patienceSeconds the longest time for one answer
   */
  EngineProcess(List<String> command, double patienceSeconds) {
    super(command, Map.of(), patienceSeconds);
  }

  /**
   * Waits for the answer.
   *
   * @throws Engine.NoRoomException if the answer is that there is too little memory
   */
  @Override
  public JsonNode ask(JsonNode request) {
    JsonNode reply = super.ask(request);
    if (reply.has("noRoom")) {
      throw new Engine.NoRoomException(reply.get("noRoom").asText());
    }
    return reply;
  }
}
