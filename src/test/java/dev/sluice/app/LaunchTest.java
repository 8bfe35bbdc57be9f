package dev.sluice.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("verify")
class LaunchTest {
  private static final List<String> NO_OPTIONS = List.of();

  @TempDir private Path folder;

  @Test
  void computingCommandGetsTheVectorModuleAndTheUsersOptions() throws Exception {
    try (var probe =
        ProbeProcess.start(List.of("-Xmx200m", "-XX:+UseParallelGC", "-Dprobe=a b"), "computing")) {
      List<String> lines = probe.lines();
      assertEquals(0, probe.exitCode(), probe::errors);
      assertEquals("vector module: true", lines.get(0));
      assertEquals("child: true", lines.get(1));
      assertEquals("would start a child: false", lines.get(2));
      int heap = Integer.parseInt(lines.get(3).substring("heap: ".length()));
      assertTrue(heap > 150 && heap <= 200, lines.get(3));
      assertEquals("property: a b", lines.get(4));
      assertEquals("terminal: false", lines.get(5));
      assertEquals("collector: PS MarkSweep", lines.get(6));
      assertEquals("", probe.errors());
    }
  }

  @Test
  void theSerialCollectorIsTheDefault() throws Exception {
    try (var probe = ProbeProcess.start(NO_OPTIONS, "computing")) {
      assertEquals("collector: Copy", probe.lines().get(6));
    }
  }

  @Test
  void otherCommandRunsInTheFirstJvm() throws Exception {
    try (var probe = ProbeProcess.start(NO_OPTIONS, "plain")) {
      List<String> lines = probe.lines();
      assertEquals(0, probe.exitCode(), probe::errors);
      assertEquals(List.of("vector module: false", "child: false"), lines.subList(0, 2));
    }
  }

  @Test
  void jvmThatHasTheModuleNeedsNoChild() throws Exception {
    try (var probe =
        ProbeProcess.start(List.of("--add-modules", "jdk.incubator.vector"), "computing")) {
      List<String> lines = probe.lines();
      assertEquals(0, probe.exitCode(), probe::errors);
      assertEquals(List.of("vector module: true", "child: false"), lines.subList(0, 2));
    }
  }

  @Test
  void agentsAreNotPassedToTheChild() throws Exception {
    for (String option :
        List.of(
            "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=localhost:0",
            "-javaagent:" + listeningAgent())) {
      try (var probe = ProbeProcess.start(List.of(option), "computing")) {
        assertEquals(
            "child: true",
            probe.lines().stream().filter(l -> l.startsWith("child")).findFirst().orElse(""),
            probe::errors);
        assertEquals(0, probe.exitCode(), probe::errors);
        assertTrue(probe.errors().contains(option + " applies only to this JVM"), probe.errors());
      }
    }
  }

  /** An agent that can run only once per machine. */
  private Path listeningAgent() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Path jar = folder.resolve("agent.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", ListeningAgent.class.getName());
    try (InputStream code = ListeningAgent.class.getResourceAsStream("ListeningAgent.class");
        JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      out.putNextEntry(new ZipEntry(ListeningAgent.class.getName().replace('.', '/') + ".class"));
      code.transferTo(out);
    }
    return Path.of(jar + "=" + port);
  }

  @Test
  void standardInputReachesTheChild() throws Exception {
    try (var probe = ProbeProcess.start(NO_OPTIONS, "echo")) {
      probe.type("first\nsecond");
      assertEquals(List.of("first", "second"), probe.lines());
      assertEquals(0, probe.exitCode());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "end 0, 0, ''",
    "end 7, 7, ''",
    "end user, 2, sluice: probe mistake",
    "end, 2, sluice: Missing required parameter: '<how>'",
    "ende 0, 2, 'sluice: Unmatched arguments from index 0: ''ende'', ''0'''",
    "end --fast 0, 2, sluice: Unknown option: '--fast'",
    "nonsense --help, 2, sluice: Unmatched argument at index 0: 'nonsense'",
    "end nonsense nonsense --help, 2, sluice: Unmatched argument at index 2: 'nonsense'",
    "--version nonsense, 2, sluice: Unmatched argument at index 1: 'nonsense'"
  })
  void exitCodeAndFirstErrorLineReachTheCaller(String arguments, int code, String error)
      throws Exception {
    try (var probe = ProbeProcess.start(NO_OPTIONS, arguments.split(" "))) {
      assertEquals(List.of(), probe.lines());
      assertEquals(code, probe.exitCode());
      assertEquals(error, probe.errors().lines().findFirst().orElse(""));
      assertFalse(probe.errors().contains("\tat "), probe.errors());
    }
  }

  @Test
  void bugEndsWithItsStackTrace() throws Exception {
    try (var probe = ProbeProcess.start(NO_OPTIONS, "end", "bug")) {
      assertEquals(1, probe.exitCode());
      assertTrue(probe.errors().contains("IllegalStateException: probe bug"), probe.errors());
      assertTrue(probe.errors().contains("at dev.sluice.app.ProbeMain$End.call"), probe.errors());
    }
  }

  @Test
  void resultsThatCannotBeWrittenAreAnError() throws Exception {
    assumeTrue(Files.exists(Path.of("/dev/full")), "only Linux has a file that is always full");
    var command =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            ProbeMain.class.getName(),
            "--version");
    Process process = command.redirectOutput(Path.of("/dev/full").toFile()).start();
    String error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(2, process.waitFor(), error);
    assertEquals("sluice: cannot write to standard output", error.strip());
  }

  @Test
  void withoutArgumentsPrintsTheHelpAndFails() throws Exception {
    try (var probe = ProbeProcess.start(NO_OPTIONS)) {
      assertEquals(2, probe.exitCode());
      assertTrue(probe.errors().startsWith("Usage: sluice"), probe.errors());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "log, news trouble progress",
    "log -v, detail news trouble progress",
    "--quiet log, trouble"
  })
  void logsAtTheRequestedLevel(String arguments, String messages) throws Exception {
    try (var probe = ProbeProcess.start(NO_OPTIONS, arguments.split(" "))) {
      assertEquals(0, probe.exitCode(), probe::errors);
      List<String> logged =
          probe.errors().lines().map(line -> line.substring(line.lastIndexOf(' ') + 1)).toList();
      assertEquals(List.of(messages.split(" ")), logged);
    }
  }
}
