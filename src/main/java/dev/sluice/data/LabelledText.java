package dev.sluice.data;

import java.util.Objects;

/**
 * A text with its class.
 *
 * @param text the original text; may be empty
 * @param label class index, 0 or more
 */
public record LabelledText(String text, int label) {
  /** Checks the values; throws {@link IllegalArgumentException} if the label is negative. */
  public LabelledText {
    Objects.requireNonNull(text, "text");
    if (label < 0) {
      throw new IllegalArgumentException("label: expected 0 or more, got " + label);
    }
  }
}
