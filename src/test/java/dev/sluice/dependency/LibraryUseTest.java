package dev.sluice.dependency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.ChildRun;
import java.io.File;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sluice on the class path and the module path of a project that adds no other library. */
class LibraryUseTest {
  /** The artifacts that reach such a project; {@link PomTest} holds the list. */
  private static final List<String> CORE =
      List.of(
          "jackson-databind",
          "jackson-annotations",
          "jackson-core",
          "jcublas",
          "jcuda",
          "jcudnn",
          "slf4j-api");

  @TempDir Path folder;

  @Test
  void namesTheLibraryThatAPartNeeds() throws Exception {
    ChildRun run = onClassPath().run(LibraryUser.class, folder.toString());
    assertEquals(
        List.of(
            "core: model saved",
            missing("export", OptionalLibrary.PROTOBUF),
            missing("onnx", OptionalLibrary.PROTOBUF),
            missing("tokenize", OptionalLibrary.LUCENE),
            missing("csv", OptionalLibrary.COMMONS_CSV),
            missing("npm", OptionalLibrary.COMMONS_COMPRESS)),
        run.out().lines().map(LibraryUseTest::shortened).toList(),
        run.err());
  }

  @Test
  void theCommandLineNamesTheLibraryThatItNeeds() throws Exception {
    ChildRun run = onClassPath().run(Class.forName("dev.sluice.app.Main"), "devices");
    assertEquals(2, run.exitCode());
    assertEquals(
        "sluice: the command line: expected the library "
            + OptionalLibrary.PICOCLI.coordinates()
            + ", found none; add this dependency, or use sluice.jar, which has it",
        run.err().strip());
  }

  /** Builds a jar and a program. */
  @Tag("verify")
  @Test
  void worksOnTheModulePath() throws Exception {
    Path modules = Files.createDirectory(folder.resolve("modules"));
    Path jar = modules.resolve("sluice.jar");
    tool("jar", "--create", "--file=" + jar, "--manifest=" + manifest(), "-C", mainClasses(), ".");
    Path user = Files.createDirectories(folder.resolve("source/user"));
    Files.writeString(
        user.getParent().resolve("module-info.java"), "module user { requires dev.sluice; }");
    Files.writeString(
        user.resolve("Program.java"),
        """
        package user;

        import dev.sluice.device.Devices;

        class Program {
          public static void main(String[] arguments) {
            try (var device = Devices.cpu(1); var scope = device.scope()) {
              System.out.println(scope.zeros(2, 3).shape() + " in " + Program.class.getModule());
            }
          }
        }
        """);
    String path = jar + File.pathSeparator + String.join(File.pathSeparator, core());
    Path classes = folder.resolve("classes");
    tool(
        "javac",
        "--module-path",
        path,
        "-d",
        classes.toString(),
        user.getParent().resolve("module-info.java").toString(),
        user.resolve("Program.java").toString());
    ChildRun run =
        ChildRun.of(
            new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--module-path",
                classes + File.pathSeparator + path,
                "--add-modules",
                "ALL-MODULE-PATH",
                "--module",
                "user/user.Program"));
    assertEquals(0, run.exitCode(), run.err());
    assertEquals("[2, 3] in module user", run.out().strip());
  }

  private Path manifest() throws IOException {
    String pom = Files.readString(Path.of(System.getProperty("basedir", "."), "pom.xml"));
    assertTrue(pom.contains("<Automatic-Module-Name>dev.sluice</Automatic-Module-Name>"));
    return Files.writeString(
        folder.resolve("manifest"), "Automatic-Module-Name: dev.sluice\nMulti-Release: true\n");
  }

  private static ChildRun.Jvm onClassPath() {
    ChildRun.Jvm here = ChildRun.Jvm.with();
    String tests =
        classPath().filter(each -> each.endsWith("test-classes")).findFirst().orElseThrow();
    var path = new ArrayList<>(core());
    path.add(0, mainClasses());
    path.add(tests);
    return new ChildRun.Jvm(
        here.options(), here.environment(), String.join(File.pathSeparator, path), here.folder());
  }

  private static String mainClasses() {
    return classPath()
        .filter(each -> each.endsWith("classes") && !each.endsWith("test-classes"))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> core() {
    return classPath()
        .filter(
            each ->
                CORE.stream()
                    .anyMatch(
                        name ->
                            Path.of(each)
                                .getFileName()
                                .toString()
                                .matches(name + "-[0-9.]+\\.jar")))
        .toList();
  }

  private static Stream<String> classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(each -> Path.of(each).toAbsolutePath().toString());
  }

  private static void tool(String name, String... arguments) {
    ToolProvider tool = ToolProvider.findFirst(name).orElseThrow();
    var out = new PrintWriter(new OutputStreamWriter(System.err, StandardCharsets.UTF_8), true);
    assertEquals(0, tool.run(out, out, arguments), name);
  }

  /** {@code part: exception: message} with the message cut to the coordinates that it names. */
  private static String shortened(String line) {
    return line.replaceAll(": (\\w+): .* library (\\S+), found none; .*", ": $1 $2");
  }

  private static String missing(String part, OptionalLibrary library) {
    return part + ": MissingLibraryException " + library.coordinates();
  }
}
