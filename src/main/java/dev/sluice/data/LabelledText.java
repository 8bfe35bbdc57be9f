package dev.sluice.data;

import java.util.Objects;

/**
 * One text and its class.
 *
 * @param text the text as it stood in its source; may be empty
 * @param label class index, 0 or more
 */
public record LabelledText(String text, int label) {
  /** Checks the components; throws {@link IllegalArgumentException} on a negative label. */
  public LabelledText {
    Objects.requireNonNull(text, "text");
    if (label < 0) {
      throw new IllegalArgumentException("label: expected 0 or more, got " + label);
    }
  }
}
