package dev.sluice.bench.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A process that answers each line of JSON by one line of JSON. Its error stream is shown. */
public final class JsonProcess implements AutoCloseable {
  /** Accepts NaN, which Python writes as a bare word. */
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private static final int SECONDS_TO_END = 5;

  private final Process process;
  private final PrintStream requests;
  private final BufferedReader replies;
  private final double patienceSeconds;

  /**
   * Starts the process.
   *
   * @param environment variables in addition to those of this process
   * @param patienceSeconds the longest time for one answer
   * @throws IllegalStateException if it does not start
   */
  public JsonProcess(
      List<String> command, Map<String, String> environment, double patienceSeconds) {
    this.patienceSeconds = patienceSeconds;
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
    requests = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    replies =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Begins a request. */
  public static ObjectNode request(String what) {
    return MAPPER.createObjectNode().put("do", what);
  }

  /** A value as JSON. */
  public static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** An array of numbers. */
  public static float[] floats(JsonNode array) {
    return MAPPER.convertValue(array, float[].class);
  }

  /**
   * Waits for the answer.
   *
   * @throws Engine.NoRoomException if the answer is that there is too little memory
   * @throws UnsupportedOperationException if the answer is {@code unsupported}
   * @throws IllegalStateException if the answer is an error or does not arrive; the process is then
   *     unusable
   */
  public JsonNode ask(JsonNode request) {
    JsonNode reply = parsed(answer(request.toString()));
    if (reply.has("noRoom")) {
      throw new Engine.NoRoomException(reply.get("noRoom").asText());
    }
    if (reply.has("unsupported")) {
      throw new UnsupportedOperationException(reply.get("unsupported").asText());
    }
    if (reply.has("error")) {
      throw new IllegalStateException(reply.get("error").asText());
    }
    return reply;
  }

  /**
   * Writes and reads in another thread: a process that does not read its requests blocks the writer
   * too.
   */
  private String answer(String request) {
    CompletableFuture<String> line =
        CompletableFuture.supplyAsync(
            () -> {
              requests.println(request);
              try {
                return replies.readLine();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    try {
      String read = line.get((long) (patienceSeconds * 1e3), TimeUnit.MILLISECONDS);
      if (read == null) {
        throw new IllegalStateException("the process ended");
      }
      return read;
    } catch (TimeoutException e) {
      process.destroyForcibly();
      throw new IllegalStateException(
          String.format(Locale.ROOT, "no answer in %.0f s", patienceSeconds), e);
    } catch (ExecutionException | CompletionException e) {
      throw new IllegalStateException(e.getMessage(), e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static JsonNode parsed(String line) {
    try {
      return MAPPER.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not JSON: " + line, e);
    }
  }

  @Override
  public void close() {
    requests.close();
    try {
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
