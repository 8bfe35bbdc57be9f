package dev.sluice.app.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressDisplayTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private final AtomicLong nanos = new AtomicLong(5);

  @Test
  void printsALinePerIntervalAndOneAtTheEnd() {
    ProgressDisplay display = new ProgressLines(out, Duration.ofSeconds(10), nanos::get);
    try (ProgressDisplay.Task task = display.begin("epoch 1/3", 4000, "tokens")) {
      advance(task, 4, 400, "loss 0.9");
      advance(task, 4, 400, "loss 0.8");
      advance(task, 4, 400, "loss 0.7");
      advance(task, 4, 400, "loss 0.6");
      advance(task, 4, 2400, "loss 0.5");
    }
    assertEquals(
        """
        epoch 1/3: 30% of 4,000 tokens, 100 tokens/s, 0:28 left; loss 0.7
        epoch 1/3: 100% of 4,000 tokens, 200 tokens/s, in 0:20; loss 0.5
        """,
        printed());
  }

  @Test
  void unitsDoneBeforeCountAsProgressButNotAsSpeed() {
    ProgressDisplay display = new ProgressLines(out, Duration.ofSeconds(4), nanos::get);
    try (ProgressDisplay.Task task = display.begin("epoch 1/3", 2000, 4000, "tokens")) {
      advance(task, 5, 1000, "");
      advance(task, 1, 1000, "");
    }
    assertEquals(
        """
        epoch 1/3: 75% of 4,000 tokens, 200 tokens/s, 0:05 left
        epoch 1/3: 100% of 4,000 tokens, 333 tokens/s, in 0:06
        """,
        printed());
    var bars = new ProgressBars(out, 100);
    bars.begin("epoch 1/3", 2000, 4000, "tokens").close();
    assertTrue(printed().contains("epoch 1/3  50% ["), printed());
  }

  @Test
  void countsWithoutATotal() {
    ProgressDisplay display = new ProgressLines(out, Duration.ofSeconds(1), nanos::get);
    ProgressDisplay.Task task = display.begin("reading", ProgressDisplay.UNKNOWN, "reviews");
    advance(task, 2, 2000, "");
    task.close();
    task.close();
    assertEquals(
        """
        reading: 2,000 reviews, 1,000 reviews/s, 0:02 so far
        reading: 2,000 reviews, 1,000 reviews/s, in 0:02
        """,
        printed());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "70 | epoch 1/3  45% [====     ] 90 tokens/s, 0:24 left; loss 0.412, acc 81%",
        "60 | epoch 1/3  45%, 90 tokens/s, 0:24 left; loss 0.412, acc 81%",
        "30 | epoch 1/3  45%, 90 tokens/s, 0",
      })
  void barFitsTheTerminal(int width, String expected) {
    var progress = new Progress("epoch 1/3", 4000, "tokens", 0, 1800, 20, "loss 0.412, acc 81%");
    assertEquals(expected.strip(), progress.bar(width).strip());
    assertEquals(width, progress.bar(width).length());
  }

  @Test
  void barWithoutATotalCounts() {
    var progress = new Progress("reading", ProgressDisplay.UNKNOWN, "reviews", 0, 1800, 20, "");
    assertEquals("reading: 1,800 reviews, 90 reviews/s, 0:20 so far", progress.bar(80).strip());
  }

  @Test
  void barsEndWithTheFinalState() {
    ProgressDisplay display = new ProgressBars(out, 100);
    try (ProgressDisplay.Task task = display.begin("epoch 1/3", 4000, "tokens")) {
      task.advance(1000, "loss 0.6");
      task.advance(3000, "loss 0.5");
    }
    String last = printed().stripTrailing();
    last = last.substring(last.lastIndexOf('\r') + 1);
    assertTrue(last.startsWith("epoch 1/3 100% [=========="), last);
    assertTrue(last.endsWith("loss 0.5"), last);
    assertTrue(printed().endsWith("\n"), printed());
  }

  private void advance(ProgressDisplay.Task task, int seconds, long by, String message) {
    nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
    task.advance(by, message);
  }

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }
}
