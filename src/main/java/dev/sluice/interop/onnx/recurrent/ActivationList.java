package dev.sluice.interop.onnx.recurrent;

import static java.util.Objects.requireNonNull;

import dev.sluice.cell.Activation;
import dev.sluice.cell.Activation.Kind;
import dev.sluice.interop.onnx.tensor.OnnxException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Converts the activations of a recurrent node to and from its attributes. {@code activation_alpha}
 * and {@code activation_beta} hold values only for functions that have this parameter, in the order
 * of the functions.
 */
public final class ActivationList {
  private static final Map<Kind, String> NAMES =
      Map.ofEntries(
          Map.entry(Kind.SIGMOID, "Sigmoid"),
          Map.entry(Kind.TANH, "Tanh"),
          Map.entry(Kind.RELU, "Relu"),
          Map.entry(Kind.SOFTSIGN, "Softsign"),
          Map.entry(Kind.HARD_SIGMOID, "HardSigmoid"),
          Map.entry(Kind.LEAKY_RELU, "LeakyRelu"),
          Map.entry(Kind.ELU, "Elu"),
          Map.entry(Kind.SOFTPLUS, "Softplus"),
          Map.entry(Kind.SCALED_TANH, "ScaledTanh"),
          Map.entry(Kind.AFFINE, "Affine"),
          Map.entry(Kind.THRESHOLDED_RELU, "ThresholdedRelu"));

  /** Activations by lower-case name. ONNX Runtime ignores the case of names. */
  private static final Map<String, Kind> KINDS =
      NAMES.entrySet().stream()
          .collect(Collectors.toMap(e -> e.getValue().toLowerCase(Locale.ROOT), Map.Entry::getKey));

  private static final Set<Kind> WITH_BETA =
      EnumSet.of(Kind.HARD_SIGMOID, Kind.SCALED_TANH, Kind.AFFINE);
  private static final Set<Kind> WITH_ALPHA =
      EnumSet.of(
          Kind.HARD_SIGMOID,
          Kind.SCALED_TANH,
          Kind.AFFINE,
          Kind.LEAKY_RELU,
          Kind.ELU,
          Kind.THRESHOLDED_RELU);

  /**
   * Functions without a common default: ONNX has none for Affine and ScaledTanh, and for
   * ThresholdedRelu ONNX uses 1 and ONNX Runtime 0.
   */
  private static final Set<Kind> WITHOUT_DEFAULTS =
      EnumSet.of(Kind.SCALED_TANH, Kind.AFFINE, Kind.THRESHOLDED_RELU);

  private ActivationList() {}

  /** The ONNX name of an activation. */
  public static String name(Activation activation) {
    return requireNonNull(NAMES.get(activation.kind()), activation::toString);
  }

  static boolean hasAlpha(Activation activation) {
    return WITH_ALPHA.contains(activation.kind());
  }

  static boolean hasBeta(Activation activation) {
    return WITH_BETA.contains(activation.kind());
  }

  /** The ONNX names of {@code activations}, in order. */
  public static List<String> names(List<Activation> activations) {
    return activations.stream().map(ActivationList::name).toList();
  }

  /** The values of {@code activation_alpha}, in order. */
  public static List<Float> alphas(List<Activation> activations) {
    return activations.stream().filter(ActivationList::hasAlpha).map(Activation::alpha).toList();
  }

  /** The values of {@code activation_beta}, in order. */
  public static List<Float> betas(List<Activation> activations) {
    return activations.stream().filter(ActivationList::hasBeta).map(Activation::beta).toList();
  }

  /**
   * Decodes the attributes. Ignores superfluous parameters, as ONNX Runtime does.
   *
   * @throws OnnxException if a name is unknown, or a parameter without a default is missing
   */
  static List<Activation> decode(List<String> names, float[] alphas, float[] betas) {
    List<Activation> activations = new ArrayList<>();
    int alpha = 0;
    int beta = 0;
    for (String name : names) {
      Kind kind = KINDS.get(name.toLowerCase(Locale.ROOT));
      if (kind == null) {
        throw new OnnxException(
            String.format(
                Locale.ROOT,
                "activations: expected one of %s, got \"%s\"",
                Stream.of(Kind.values()).map(NAMES::get).toList(),
                name));
      }
      Activation defaults = Activation.named(name);
      float a = defaults.alpha();
      float b = defaults.beta();
      if (WITH_ALPHA.contains(kind)) {
        a = parameter("activation_alpha", kind, alphas, alpha++, a);
      }
      if (WITH_BETA.contains(kind)) {
        b = parameter("activation_beta", kind, betas, beta++, b);
      }
      activations.add(new Activation(kind, a, b));
    }
    return activations;
  }

  private static float parameter(
      String attribute, Kind kind, float[] values, int index, float absent) {
    if (index < values.length) {
      return values[index];
    }
    if (WITHOUT_DEFAULTS.contains(kind)) {
      throw new OnnxException(
          String.format(
              Locale.ROOT,
              "%s: expected a value for %s, which has no common default, got none",
              attribute,
              NAMES.get(kind)));
    }
    return absent;
  }
}
