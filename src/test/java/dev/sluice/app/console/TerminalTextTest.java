package dev.sluice.app.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTextTest {
  private static final String RED = "\u001b[31mred\u0007";

  @Test
  void escapesControlCharacters() {
    assertEquals("\\u001b[31mred\\u0007", TerminalText.escaped(RED));
    assertEquals("a\\u009b2Jb\\u007f", TerminalText.escaped("a\u009b2Jb\u007f"));
    assertEquals("a\\u202ecba\\u2066", TerminalText.escaped("a\u202ecba\u2066"));
    assertEquals("over\\u000dwritten", TerminalText.escaped("over\rwritten"));
    assertEquals("half \\ud800 of", TerminalText.escaped("half \ud800 of"));
  }

  @Test
  void leavesOtherTextUnchanged() {
    String text = "a\tb\nc\r\nГлубокий 深い عميق \ud83d\ude00 \\u001b";
    assertEquals(text, TerminalText.escaped(text));
  }

  @Test
  void aLineIsOneLine() {
    assertEquals("a\\u000asluice: done\\u0009\\u000d", TerminalText.line("a\nsluice: done\t\r"));
  }

  @Test
  void aMessageIsShort() {
    String shown = TerminalText.line("x".repeat(200_000_000));
    assertEquals("x".repeat(2000) + "... (199,998,000 characters more)", shown);
    assertEquals("n".repeat(60) + "... (1 characters more)", TerminalText.name("n".repeat(61)));
    String cutInAPair = "n".repeat(59) + "\ud83d\ude00";
    assertEquals("n".repeat(59) + "... (2 characters more)", TerminalText.name(cutInAPair));
  }

  @Test
  void printedJsonKeepsItsValue() throws Exception {
    ObjectMapper mapper = new ObjectMapper();
    Map<String, String> value = Map.of(RED, "\u202e\u009b\n\ud800x");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    StandardStreams.writer(bytes).println(mapper.writeValueAsString(value));
    String printed = bytes.toString(StandardCharsets.UTF_8);
    assertEquals(printed.stripTrailing(), TerminalText.line(printed.stripTrailing()));
    assertEquals(value, mapper.readValue(printed, Map.class));
  }

  @Test
  void messagesAreShortAndEscapedWithEveryPrintMethod() {
    String expected = "\\u001b[31mred\\u0007" + System.lineSeparator();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream stream = new TerminalStream(bytes, StandardCharsets.UTF_8);
    PrintWriter writer = StandardStreams.messages(bytes);
    List<Runnable> printMethods =
        List.of(
            () -> stream.println(RED),
            () -> stream.println((Object) RED),
            () -> stream.println(RED.toCharArray()),
            () -> stream.printf(Locale.ROOT, "%s%n", RED),
            () -> stream.append(RED).println(),
            () -> writer.println(RED),
            () -> writer.println(RED.toCharArray()),
            () -> writer.printf(Locale.ROOT, "%s%n", RED),
            () -> writer.append(RED).println());
    for (Runnable printMethod : printMethods) {
      bytes.reset();
      printMethod.run();
      assertEquals(expected, bytes.toString(StandardCharsets.UTF_8));
    }
    bytes.reset();
    new IllegalStateException("x".repeat(10_000)).printStackTrace(stream);
    String first = bytes.toString(StandardCharsets.UTF_8).lines().findFirst().orElseThrow();
    assertEquals("... (8,033 characters more)", first.substring(2000));
  }

  @Test
  void progressShowsNoEscapes() {
    Progress progress = new Progress("reading " + RED, 2, "t\u001bs", 0, 1, 1, "loss \u001b[2J");
    assertEquals(progress.line(), TerminalText.line(progress.line()));
    assertEquals(progress.bar(80), TerminalText.line(progress.bar(80)));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    new ProgressBars(out, 80).status(RED);
    new ProgressLines(out, Duration.ZERO, System::nanoTime).status(RED);
    String line = "\\u001b[31mred\\u0007" + System.lineSeparator();
    assertEquals(line + line, bytes.toString(StandardCharsets.UTF_8));
  }
}
