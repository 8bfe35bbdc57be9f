package dev.sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** The README's Java compiles as it stands there, and does what is said of it. */
@ResourceLock(Resources.SYSTEM_OUT)
class ReadmeExampleTest {
  private static final Pattern JAVA_BLOCK =
      Pattern.compile("^```java\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern CLASS_NAME =
      Pattern.compile("^public class (\\w+)", Pattern.MULTILINE);

  @TempDir private Path folder;

  @Test
  void theTrainerLearnsWhichTokenCameFirst() throws Exception {
    String line = run(blocks().get(0)).strip();
    Matcher form = Pattern.compile("(\\d+)% of 1,000 new sequences are right").matcher(line);
    assertTrue(form.matches(), line);
    assertTrue(Integer.parseInt(form.group(1)) >= 95, line);
  }

  @Test
  void theHandWrittenLoopLearnsTheRunningMean() throws Exception {
    List<String> lines = run(blocks().get(1)).lines().toList();
    assertEquals(3, lines.size(), lines.toString());
    assertNumber("0.8", 0.8, lines.get(0));
    assertNumber("0.2", 0.5, lines.get(1));
    assertNumber("0.5", 0.5, lines.get(2));
  }

  private static void assertNumber(String read, double mean, String line) {
    String[] sides = line.split(" -> ");
    assertEquals(read, sides[0], line);
    assertEquals(mean, Double.parseDouble(sides[1]), 0.05, line);
  }

  private static List<String> blocks() throws IOException {
    String readme = Files.readString(Path.of("README.md")).replace("\r\n", "\n");
    List<String> blocks =
        JAVA_BLOCK.matcher(readme).results().map((MatchResult block) -> block.group(1)).toList();
    assertEquals(2, blocks.size(), "Java blocks in README.md");
    return blocks;
  }

  /** Compiles a class and gives what its main method prints. */
  private String run(String source) throws Exception {
    Matcher name = CLASS_NAME.matcher(source);
    assertTrue(name.find(), source);
    Path file = folder.resolve(name.group(1) + ".java");
    Files.writeString(file, source);
    compile(file);
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      loader
          .loadClass(name.group(1))
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[0]);
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  private void compile(Path file) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    assertNotNull(compiler, "a JDK, not only a Java runtime");
    StringWriter messages = new StringWriter();
    List<String> options =
        List.of(
            "-Xlint:all",
            "-Werror",
            "-proc:none",
            "--release",
            "17",
            "-d",
            folder.toString(),
            "-classpath",
            System.getProperty("java.class.path"));
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(messages, files, null, options, null, files.getJavaFileObjects(file))
              .call();
      assertTrue(compiled, messages.toString());
    }
  }
}
