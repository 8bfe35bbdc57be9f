package dev.sluice.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The Java of the README and the pages compiles as it stands there, runs, and does what is said.
 */
@ResourceLock(Resources.SYSTEM_OUT)
@Tag("verify")
class JavaExamplesTest {
  private static final Pattern NUMBER = Pattern.compile("\\d+(?:[.,]\\d+)*");
  private static final double TOLERANCE = 0.05;
  private static final SourceNames NAMES = SourceNames.read();

  @TempDir private Path folder;

  /**
   * A block and its place.
   *
   * @param place for people
   */
  record Example(String place, Page.Block block) {
    @Override
    public String toString() {
      return place;
    }
  }

  static List<Example> examples() {
    List<Example> examples = new ArrayList<>();
    for (Page page : Page.current()) {
      List<Page.Block> blocks = page.blocks("java");
      for (int i = 0; i < blocks.size(); i++) {
        examples.add(new Example(page + " block " + (i + 1), blocks.get(i)));
      }
    }
    return examples;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("examples")
  void compilesAndRuns(Example place) throws Exception {
    JavaExample example = new JavaExample(place.block(), NAMES);
    example.compile(folder);
    if (!example.runs()) {
      return;
    }
    ExampleData data = new ExampleData(folder);
    Object[] values = example.variables().stream().map(data::of).toArray();
    String printed = example.run(folder, values);
    if (!place.block().next().isEmpty()) {
      assertAlike(place.block().next(), printed);
    }
  }

  @Test
  void pagesThatTeachJavaHaveSome() {
    for (String page :
        List.of(
            "java",
            "pytorch-onnx",
            "coming-from-pytorch",
            "coming-from-keras",
            "coming-from-deeplearning4j")) {
      assertFalse(Page.read(Page.SITE.resolve(page + ".md")).blocks("java").isEmpty(), page);
    }
    assertEquals(1, Page.read(Page.README).blocks("java").size());
  }

  /** The same words, and numbers that differ by rounding or training only. */
  private static void assertAlike(String expected, String printed) {
    assertEquals(words(expected), words(printed), printed);
    List<Double> wanted = numbers(expected);
    List<Double> got = numbers(printed);
    for (int i = 0; i < wanted.size(); i++) {
      double allowed = TOLERANCE * Math.max(1, Math.abs(wanted.get(i)));
      assertTrue(Math.abs(wanted.get(i) - got.get(i)) <= allowed, printed);
    }
  }

  private static String words(String text) {
    return NUMBER.matcher(text).replaceAll("#").strip();
  }

  private static List<Double> numbers(String text) {
    return NUMBER
        .matcher(text)
        .results()
        .map((MatchResult number) -> Double.valueOf(number.group().replace(",", "")))
        .toList();
  }
}
