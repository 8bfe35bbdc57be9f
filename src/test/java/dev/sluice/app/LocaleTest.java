package dev.sluice.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that a command reads and prints letters correctly under every locale. */
@Tag("verify")
class LocaleTest {
  /** Letters of two, three and four bytes in UTF-8. */
  private static final String LETTERS = "caf\u00e9 \u20ac \ud83d\ude00 ?";

  @TempDir private Path folder;

  @BeforeEach
  void onlyLinux() {
    assumeTrue(Files.exists(Path.of("/proc/self/cmdline")), "only Linux shows the bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "POSIX", "C.UTF-8", "tlh_QO.KLINGON"})
  void argumentsAndFileNamesAreTheSame(String locale) throws Exception {
    for (List<String> options :
        List.of(List.<String>of(), List.of("--add-modules=jdk.incubator.vector"))) {
      try (var probe = say(locale, options)) {
        assertEquals(
            List.of(
                LETTERS + " " + LETTERS.codePoints().boxed().toList(),
                "plain " + "plain".codePoints().boxed().toList(),
                "found"),
            probe.lines(),
            probe::errors);
        assertEquals(0, probe.exitCode());
        assertTrue(probe.errors().contains("heard " + LETTERS), probe.errors());
      }
    }
  }

  @Test
  void undecodableArgumentsAreRefused() throws Exception {
    assertRefusesLatin1("C", "; set LC_ALL=C.UTF-8");
    assertRefusesLatin1(
        "C.UTF-8", "sluice: the arguments are not in UTF-8, the charset of the locale");
  }

  private void assertRefusesLatin1(String locale, String message) throws Exception {
    try (var probe = start(locale, List.of(), "exec \"$@\" say $(printf 'caf\\351')")) {
      assertEquals(2, probe.exitCode());
      assertEquals(List.of(), probe.lines());
      assertTrue(probe.errors().startsWith("sluice: the arguments are n"), probe.errors());
      assertTrue(probe.errors().contains(message), probe.errors());
    }
  }

  private ProbeProcess say(String locale, List<String> options) throws IOException {
    Path letters = Files.writeString(folder.resolve("letters"), LETTERS);
    Path named = Files.createDirectories(folder.resolve("named"));
    String script =
        "said=$(cat '" + letters + "'); file='" + named + "'/$said; printf found > \"$file\"; ";
    return start(locale, options, script + "exec \"$@\" say \"$said\" plain --file \"$file\"");
  }

  private static ProbeProcess start(String locale, List<String> options, String script)
      throws IOException {
    return ProbeProcess.startByShell(script, Map.of("LC_ALL", locale), options);
  }
}
