package dev.sluice.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the README and the pages name in code font exists: classes, methods, files, kernels. */
class NamesTest {
  private static final Pattern FULL_NAME = Pattern.compile("\\bdev\\.sluice(?:\\.\\w+)+");

  /** A name in camel case that is no part of a path, an option or another name, and its members. */
  private static final Pattern TYPE =
      Pattern.compile("(?<![\\w./=@-])([A-Z]\\w*[a-z]\\w*(?:\\.\\w+)*)(?![\\w/])");

  private static final Pattern CALL = Pattern.compile("(?<!\\w)([a-z]\\w*)\\(");
  private static final Pattern FILE =
      Pattern.compile("^((?:\\.ci|ci|kernels|src)/[\\w./*-]+)(?: .*)?$");
  private static final Pattern KERNEL =
      Pattern.compile("`(\\w+)`\\s+in\\s+`(kernels/\\w+\\.\\w+)`");

  /** Of the JDK and ONNX. */
  private static final Set<String> FOREIGN_TYPES =
      Set.of(
          "AutoCloseable",
          "Optional",
          "Path",
          "ServiceLoader",
          "Using",
          "LeakyRelu",
          "ScaledTanh",
          "Affine",
          "ThresholdedRelu");

  private static final Set<String> FOREIGN_CALLS = Set.of("sqrt", "gate");

  private static final SourceNames NAMES = SourceNames.read();

  static List<Page> pages() {
    return Page.current();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pages")
  void classesAndPackagesExist(Page page) {
    List<String> missing = new ArrayList<>();
    for (String span : CodeSpans.of(page)) {
      FULL_NAME
          .matcher(span)
          .results()
          .map(MatchResult::group)
          .forEach(name -> report(missing, name, NAMES.exists(name)));
      if (!CodeSpans.isForeign(span)) {
        TYPE.matcher(span)
            .results()
            .map(type -> type.group(1))
            .filter(name -> !FOREIGN_TYPES.contains(name))
            .forEach(name -> report(missing, name, NAMES.resolves(name)));
      }
    }
    assertEquals(List.of(), missing);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pages")
  void methodsExist(Page page) {
    List<String> missing = new ArrayList<>();
    for (String span : CodeSpans.of(page)) {
      if (!CodeSpans.isForeign(span)) {
        CALL.matcher(span)
            .results()
            .map(call -> call.group(1))
            .filter(name -> !FOREIGN_CALLS.contains(name))
            .forEach(name -> report(missing, span, NAMES.hasMethod(name)));
      }
    }
    assertEquals(List.of(), missing);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pages")
  void filesExist(Page page) throws IOException {
    List<String> missing = new ArrayList<>();
    for (String span : CodeSpans.of(page)) {
      Matcher file = FILE.matcher(span);
      if (file.matches()) {
        report(missing, file.group(1), fileExists(file.group(1)));
      }
    }
    assertEquals(List.of(), missing);
  }

  @Test
  void theWalkOfATensorEndsInKernelsThatExist() throws IOException {
    Page page = Page.read(Page.SITE.resolve("architecture.md"));
    List<MatchResult> kernels = KERNEL.matcher(page.text()).results().toList();
    assertFalse(kernels.isEmpty());
    List<String> missing = new ArrayList<>();
    for (MatchResult kernel : kernels) {
      String source = Files.readString(Path.of(kernel.group(2)));
      report(missing, kernel.group(1), source.contains(kernel.group(1) + "("));
    }
    assertEquals(List.of(), missing);
  }

  @Test
  void theArchitectureNamesEveryPackage() {
    String page = Page.read(Page.SITE.resolve("architecture.md")).text();
    Set<String> unnamed = new TreeSet<>(NAMES.packages());
    unnamed.removeIf(name -> page.contains("`" + name + "`"));
    assertEquals(Set.of(), unnamed);
  }

  @ParameterizedTest
  @ValueSource(classes = {Rnn.class, Lstm.class, Gru.class})
  void thePageOnCellsNamesEveryOption(Class<?> cell) {
    String page = Page.read(Page.SITE.resolve("cells.md")).text();
    Set<String> unnamed = new TreeSet<>();
    for (Method method : cell.getMethods()) {
      if (method.getReturnType() == cell
          && !Modifier.isStatic(method.getModifiers())
          && !page.contains("`" + method.getName() + "`")) {
        unnamed.add(method.getName());
      }
    }
    assertEquals(Set.of(), unnamed);
  }

  private static boolean fileExists(String name) throws IOException {
    Path path = Path.of(name);
    if (!name.contains("*")) {
      return Files.exists(path);
    }
    try (var matching = Files.newDirectoryStream(path.getParent(), path.getFileName().toString())) {
      return matching.iterator().hasNext();
    }
  }

  private static void report(List<String> missing, String name, boolean exists) {
    if (!exists) {
      missing.add(name);
    }
  }
}
