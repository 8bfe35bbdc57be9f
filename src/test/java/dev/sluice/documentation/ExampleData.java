package dev.sluice.documentation;

import dev.sluice.data.EncodedTexts;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/** Small values for the variables that the Java of the pages is run with. */
final class ExampleData {
  private static final int ROWS = 24;
  private static final int FEATURES = 3;

  private final Path folder;

  ExampleData(Path folder) {
    this.folder = folder;
  }

  /** The value of a variable declared as {@code Type name}. */
  Object of(String variable) {
    return switch (variable) {
      case "EncodedTexts texts" -> EncodedTexts.of(tokens(), classes());
      case "int[][] unseen" -> tokens();
      case "float[][][] x", "float[][][] xVal" -> sequences();
      case "int[] y", "int[] yVal" -> classes();
      case "int[][] stepClasses" -> stepClasses();
      case "float[] step" -> new float[FEATURES];
      case "Path file" -> folder.resolve("file");
      default -> throw new IllegalArgumentException("no value for " + variable);
    };
  }

  private static int length(int row) {
    return 3 + row % 4;
  }

  private static int[][] tokens() {
    Random random = new Random(1);
    int[][] tokens = new int[ROWS][];
    Arrays.setAll(tokens, row -> random.ints(length(row), 2, 100).toArray());
    return tokens;
  }

  private static int[] classes() {
    int[] classes = new int[ROWS];
    Arrays.setAll(classes, row -> row % 2);
    return classes;
  }

  private static float[][][] sequences() {
    Random random = new Random(2);
    float[][][] sequences = new float[ROWS][][];
    for (int row = 0; row < ROWS; row++) {
      sequences[row] = new float[length(row)][FEATURES];
      for (float[] step : sequences[row]) {
        for (int i = 0; i < FEATURES; i++) {
          step[i] = random.nextFloat();
        }
      }
    }
    return sequences;
  }

  private static int[][] stepClasses() {
    int[][] classes = new int[ROWS][];
    for (int row = 0; row < ROWS; row++) {
      classes[row] = new int[length(row)];
      Arrays.setAll(classes[row], step -> step % 2);
    }
    return classes;
  }
}
