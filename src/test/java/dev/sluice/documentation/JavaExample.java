package dev.sluice.documentation;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A block of Java: a whole class, or statements that use variables which the comment above names.
 */
final class JavaExample {
  private static final String COMPILED = "given:";
  private static final String RUN = "run with:";
  private static final String WRAPPER = "Statements";

  private static final Pattern CLASS_NAME =
      Pattern.compile("^public class (\\w+)", Pattern.MULTILINE);
  private static final Pattern TYPE_NAME = Pattern.compile("(?<![\\w.])[A-Z]\\w*");
  private static final Pattern VARIABLE_SEPARATOR = Pattern.compile(",\\s*(?![^<]*>)");

  private final Page.Block block;
  private final SourceNames names;

  JavaExample(Page.Block block, SourceNames names) {
    this.block = block;
    this.names = names;
  }

  /** Whether it is to be run, and not only compiled. */
  boolean runs() {
    return isWholeClass() || block.comment().startsWith(RUN);
  }

  /** The declared variables, each as {@code Type name}. */
  List<String> variables() {
    String comment = block.comment();
    for (String form : List.of(COMPILED, RUN)) {
      if (comment.startsWith(form)) {
        return List.of(VARIABLE_SEPARATOR.split(comment.substring(form.length()).strip()));
      }
    }
    return List.of();
  }

  private boolean isWholeClass() {
    return CLASS_NAME.matcher(block.text()).find();
  }

  /** Compiles it into the folder. */
  void compile(Path folder) throws IOException {
    Path file = folder.resolve(className() + ".java");
    Files.writeString(file, isWholeClass() ? block.text() : wrapped());
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
      assertTrue(compiled, () -> messages + block.text());
    }
  }

  /** Runs what {@link #compile} left in the folder, and gives what it prints. */
  String run(Path folder, Object... values) throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      Class<?> type = loader.loadClass(className());
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      if (isWholeClass()) {
        type.getMethod("main", String[].class).invoke(null, (Object) new String[0]);
      } else {
        onlyMethod(type).invoke(null, values);
      }
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  private static Method onlyMethod(Class<?> type) {
    return type.getDeclaredMethods()[0];
  }

  private String className() {
    Matcher name = CLASS_NAME.matcher(block.text());
    return name.find() ? name.group(1) : WRAPPER;
  }

  private String wrapped() {
    String variables = String.join(", ", variables());
    return imports(variables + " " + block.text())
        + "public class "
        + WRAPPER
        + " {\n  public static void run("
        + variables
        + ") throws Exception {\n"
        + block.text()
        + "  }\n}\n";
  }

  /** Of the library's classes that the text names; the command line is not for use in Java. */
  private String imports(String text) {
    List<String> imported = new ArrayList<>(List.of("java.util.Map", "java.nio.file.Path"));
    for (String name :
        TYPE_NAME.matcher(text).results().map(type -> type.group()).collect(Collectors.toSet())) {
      names.classes(name).stream()
          .filter(full -> !full.startsWith("dev.sluice.app."))
          .forEach(imported::add);
    }
    return imported.stream()
        .filter(full -> text.contains(full.substring(full.lastIndexOf('.') + 1)))
        .map(full -> "import " + full + ";\n")
        .collect(Collectors.joining());
  }
}
