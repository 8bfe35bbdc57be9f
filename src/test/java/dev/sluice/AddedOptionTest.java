package dev.sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An option is added to each cell, and nothing else is changed: then everything that reads cells
 * must refuse the option by name, and no result may silently ignore it.
 */
@Tag("verify")
class AddedOptionTest {
  private static final Path CELLS = Path.of("src/main/java/dev/sluice/cell");

  /** The last component of each record, which ends with its zoneout. */
  private static final Pattern COMPONENTS =
      Pattern.compile(
          "public record (\\w+)\\((.*?Zoneout zoneout)\\)(\\s+implements Cell \\{)",
          Pattern.DOTALL);

  @TempDir private Path folder;

  @Test
  void everythingThatReadsCellsRefusesAnOptionItDoesNotKnow() throws Exception {
    compile(List.of(changed("Rnn"), changed("Lstm"), changed("Gru")));
    ChildRun.Jvm here = ChildRun.Jvm.with("--add-modules", "jdk.incubator.vector");
    String classPath = folder.resolve("classes") + File.pathSeparator + here.classPath();
    ChildRun run =
        new ChildRun.Jvm(here.options(), here.environment(), classPath, here.folder())
            .run(AddedOptionProbe.class);
    assertEquals("", run.out(), run::err);
    run.expect(0);
  }

  /**
   * The source of a cell with one more option, and a constructor for code that does not know it.
   */
  private Path changed(String cell) throws IOException {
    Matcher record = COMPONENTS.matcher(Files.readString(CELLS.resolve(cell + ".java")));
    assertTrue(record.find(), cell + ": expected a record whose last component is its zoneout");
    List<String> names = new ArrayList<>();
    for (String component : record.group(2).split(",")) {
      names.add(component.strip().split("\\s+")[1]);
    }
    String header =
        String.format(
            Locale.ROOT,
            "public record %s(%s, boolean %s)%s%n  public %1$s(%2$s) {%n    this(%s, false);%n  }%n",
            record.group(1),
            record.group(2),
            AddedOptionProbe.OPTION,
            record.group(3),
            String.join(", ", names));
    Path source = folder.resolve(cell + ".java");
    Files.writeString(source, record.replaceFirst(Matcher.quoteReplacement(header)));
    return source;
  }

  private void compile(List<Path> sources) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    assertNotNull(compiler, "a JDK, not only a Java runtime");
    Path classes = Files.createDirectories(folder.resolve("classes"));
    StringWriter messages = new StringWriter();
    List<String> options =
        List.of(
            "-proc:none",
            "--release",
            "17",
            "-classpath",
            System.getProperty("java.class.path"),
            "-d",
            classes.toString());
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  messages, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
              .call();
      assertTrue(compiled, messages::toString);
    }
  }
}
