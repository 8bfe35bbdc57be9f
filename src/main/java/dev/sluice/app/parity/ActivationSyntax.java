package dev.sluice.app.parity;

import dev.sluice.cell.Activation;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses an activation from text: a name as in {@link Activation#named} and optional parameters,
 * such as {@code leaky_relu(0.1)}, {@code scaled_tanh(1.7, 0.66)} or {@code elu(alpha=0.5)}.
 */
final class ActivationSyntax {
  private static final Pattern FORM =
      Pattern.compile(
          "(\\w+)\\s*(?:\\((?:\\s*alpha\\s*=)?([^(),=]+)(?:,(?:\\s*beta\\s*=)?([^(),=]+))?\\))?");

  private ActivationSyntax() {}

  static Activation parse(String key, String text) {
    Matcher form = FORM.matcher(text.trim());
    if (!form.matches()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: expected a name such as tanh or leaky_relu(0.1), got \"%s\"",
              key,
              text));
    }
    try {
      Activation activation = Activation.named(form.group(1));
      return form.group(2) == null
          ? activation
          : withParameters(activation.kind(), form.group(2), form.group(3), text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
    }
  }

  private static Activation withParameters(
      Activation.Kind kind, String alpha, String beta, String text) {
    int expected =
        switch (kind) {
          case LEAKY_RELU, ELU, THRESHOLDED_RELU -> 1;
          case HARD_SIGMOID, SCALED_TANH, AFFINE -> 2;
          case SIGMOID, TANH, RELU, SOFTSIGN, SOFTPLUS -> 0;
        };
    int given = beta == null ? 1 : 2;
    if (given != expected) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%s: expected %d parameters, got \"%s\"", kind, expected, text));
    }
    return new Activation(kind, number(alpha), beta == null ? 0 : number(beta));
  }

  private static float number(String text) {
    try {
      return Float.parseFloat(text.trim());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("expected a number, got \"" + text.trim() + "\"", e);
    }
  }
}
