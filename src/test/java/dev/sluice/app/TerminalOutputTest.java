package dev.sluice.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.app.console.TerminalText;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Checks that untrusted files and arguments cannot control the terminal. */
class TerminalOutputTest {
  @Test
  void aTensorsNameIsShownEscaped() throws Exception {
    Path file = Path.of(getClass().getResource("escape-in-tensor-name.safetensors").toURI());
    CommandRun run = CommandRun.of("parity", file.toString()).expect(2);
    assertHarmless(run);
    assertTrue(run.err().contains("\\u001b[2J\\u001b]0;pwned\\u0007"), run.err());
  }

  @Test
  void anArgumentIsShownEscaped() {
    for (String argument : new String[] {"\u001b[2J\nsluice: done", "--\u202eno"}) {
      CommandRun run = CommandRun.of("parity", argument).expect(2);
      assertHarmless(run);
      assertEquals(1, run.complaints().size(), run::toString);
    }
  }

  private static void assertHarmless(CommandRun run) {
    for (String text : new String[] {run.out(), run.err()}) {
      assertEquals(text, TerminalText.escaped(text));
      assertFalse(text.contains("\u001b"), text);
    }
  }
}
