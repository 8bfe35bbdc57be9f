package dev.sluice.layer;

import dev.sluice.argument.Require;
import java.util.Locale;

/**
 * The shape of a layer's input or output, known before there is any data.
 *
 * @param kind tokens, a sequence of vectors, or one vector per row
 * @param size F, the number of features of a step or of a vector; 0 for tokens
 * @param reverseFeatures number of features, the last ones, that a reverse recurrence computed; the
 *     final state of these features is at the first step
 */
public record FeatureShape(Kind kind, int size, int reverseFeatures) {

  /** The possible layouts of {@link Features#values}. */
  public enum Kind {
    /** {@code INT32 [T, N]}. */
    TOKENS,
    /** {@code FLOAT32 [T, N, F]}. */
    SEQUENCE,
    /** {@code FLOAT32 [N, F]}. */
    VECTOR
  }

  /** Checks the sizes. */
  public FeatureShape {
    Require.present("kind", kind);
    boolean fits = kind == Kind.TOKENS ? size == 0 : size >= 1;
    if (!fits || reverseFeatures < 0 || reverseFeatures > size) {
      throw new IllegalArgumentException(
          "features: expected a size of at least 1 (0 for tokens) and reverse features among them,"
              + String.format(
                  Locale.ROOT, " got %s of size %d with %d reverse", kind, size, reverseFeatures));
    }
  }

  /** Token ids. */
  public static FeatureShape tokens() {
    return new FeatureShape(Kind.TOKENS, 0, 0);
  }

  /** A sequence of vectors of {@code size} features. */
  public static FeatureShape sequence(int size) {
    return new FeatureShape(Kind.SEQUENCE, size, 0);
  }

  /** One vector of {@code size} features per row. */
  public static FeatureShape vector(int size) {
    return new FeatureShape(Kind.VECTOR, size, 0);
  }

  /** The same layout with another number of features, none of them from a reverse recurrence. */
  FeatureShape resized(int size) {
    return new FeatureShape(kind, size, 0);
  }

  /**
   * Checks the input of a layer.
   *
   * @throws IllegalArgumentException if the kind or the size differs
   */
  void require(Kind expected, int expectedSize) {
    if (kind != expected || size != expectedSize) {
      throw new IllegalArgumentException(
          "expected " + new FeatureShape(expected, expectedSize, 0) + ", got " + this);
    }
  }

  /** For example {@code [T, N, 64]}. */
  @Override
  public String toString() {
    return switch (kind) {
      case TOKENS -> "tokens [T, N]";
      case SEQUENCE -> "[T, N, " + size + "]";
      case VECTOR -> "[N, " + size + "]";
    };
  }
}
