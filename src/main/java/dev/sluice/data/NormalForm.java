package dev.sluice.data;

import java.text.Normalizer;

/** Unicode's normalisation form C, at next to no cost for texts that are in it already. */
final class NormalForm {
  /** No character below this one composes with another or decomposes to one character. */
  private static final char FIRST_TO_CHECK = '\u0300';

  private NormalForm() {}

  /** The text in form C; the same object where it is in that form. */
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
