package dev.sluice.data;

import dev.sluice.argument.Require;

/**
 * A text with its class.
 *
 * @param text the original text; may be empty
 * @param label class index, 0 or more
 */
public record LabelledText(String text, int label) {
  /** Checks the values; throws {@link IllegalArgumentException} if the label is negative. */
  public LabelledText {
    Require.present("text", text);
    Require.atLeast("label", 0, label);
  }
}
