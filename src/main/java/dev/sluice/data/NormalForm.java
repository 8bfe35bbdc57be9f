package dev.sluice.data;

import java.text.Normalizer;

/**
 * Converts text to Unicode normalization form C; nearly free for text that is in this form already.
 */
final class NormalForm {
  /** No character below this one is changed by normalization or combines with another one. */
  private static final char FIRST_TO_CHECK = '\u0300';

  private NormalForm() {}

  /** The text in form C; the same object if it is in this form already. */
  static String of(String text) {
    return isTrivial(text) || Normalizer.isNormalized(text, Normalizer.Form.NFC)
        ? text
        : Normalizer.normalize(text, Normalizer.Form.NFC);
  }

  private static boolean isTrivial(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= FIRST_TO_CHECK) {
        return false;
      }
    }
    return true;
  }
}
