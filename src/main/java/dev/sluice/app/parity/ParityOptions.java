package dev.sluice.app.parity;

import dev.sluice.cell.Activation;
import dev.sluice.cell.Biases;
import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The metadata of a parity case, read strictly: what it does not know, it refuses by name. */
final class ParityOptions {
  private static final String FORMAT = "sluice-parity-1";
  private static final Set<String> KNOWN =
      Set.of(
          "format",
          "cell",
          "num_layers",
          "bidirectional",
          "nonlinearity",
          "gate_activation",
          "candidate_activation",
          "output_activation",
          "reset",
          "update",
          "peepholes",
          "coupled");

  private final Map<String, String> metadata;
  private final String kind;
  private final int layers;
  private final boolean bidirectional;

  /**
   * Checks all keys and values.
   *
   * @throws IllegalArgumentException if a key is unknown, a value is out of range, or an option
   *     does not apply to the cell
   */
  ParityOptions(Map<String, String> metadata) {
    this.metadata = metadata;
    choice("format", null, List.of(FORMAT));
    Set<String> unknown = new TreeSet<>(metadata.keySet());
    unknown.removeAll(KNOWN);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("metadata: unknown option " + String.join(", ", unknown));
    }
    kind = choice("cell", null, List.of("rnn", "lstm", "gru"));
    layers = positive("num_layers");
    bidirectional = flag("bidirectional", null);
    for (String notBuilt : List.of("peepholes", "coupled")) {
      if (flag(notBuilt, "false")) {
        throw new IllegalArgumentException(notBuilt + "=true: this option is not built yet");
      }
    }
    refuseOptionsOfOtherCells();
    cell(1, 1, Biases.NONE);
  }

  /** L. */
  int layers() {
    return layers;
  }

  /** D. */
  int directions() {
    return bidirectional ? 2 : 1;
  }

  /** The cell with these sizes. */
  Cell cell(int inputSize, int hiddenSize, Biases biases) {
    Activation gate = activation("gate_activation", "sigmoid");
    Activation candidate = candidate();
    Activation output = activation("output_activation", "tanh");
    return switch (kind) {
      case "rnn" -> Rnn.of(inputSize, hiddenSize).withActivation(candidate).withBiases(biases);
      case "lstm" ->
          Lstm.of(inputSize, hiddenSize)
              .withGateActivation(gate)
              .withCandidateActivation(candidate)
              .withOutputActivation(output)
              .withBiases(biases);
      default ->
          Gru.of(inputSize, hiddenSize)
              .withGateActivation(gate)
              .withCandidateActivation(candidate)
              .withReset(reset())
              .withUpdate(update())
              .withBiases(biases);
    };
  }

  private Gru.Reset reset() {
    return choice("reset", "after", List.of("after", "before")).equals("after")
        ? Gru.Reset.AFTER
        : Gru.Reset.BEFORE;
  }

  private Gru.Update update() {
    return choice("update", "keeps", List.of("keeps", "admits")).equals("keeps")
        ? Gru.Update.KEEPS
        : Gru.Update.ADMITS;
  }

  /** For an rnn, nonlinearity and candidate_activation are two names of one option. */
  private Activation candidate() {
    Activation candidate = activation("candidate_activation", "tanh");
    if (!metadata.containsKey("nonlinearity")) {
      return candidate;
    }
    Activation nonlinearity = activation("nonlinearity", "tanh");
    if (metadata.containsKey("candidate_activation") && !candidate.equals(nonlinearity)) {
      throw new IllegalArgumentException(
          "nonlinearity: expected the same as candidate_activation, got %s and %s"
              .formatted(metadata.get("nonlinearity"), metadata.get("candidate_activation")));
    }
    return nonlinearity;
  }

  /** Stating the default of an option that a cell does not have is harmless; else it is refused. */
  private void refuseOptionsOfOtherCells() {
    if (!kind.equals("rnn")) {
      requireDefault("nonlinearity", "tanh");
    }
    if (kind.equals("rnn")) {
      requireDefault("gate_activation", "sigmoid");
    }
    if (!kind.equals("lstm")) {
      requireDefault("output_activation", "tanh");
    }
    if (!kind.equals("gru")) {
      requireDefault("reset", "after");
      requireDefault("update", "keeps");
    }
  }

  private void requireDefault(String key, String defaultValue) {
    String value = metadata.getOrDefault(key, defaultValue);
    if (!value.equals(defaultValue)) {
      throw new IllegalArgumentException(
          "%s=%s: cell %s has no such option".formatted(key, value, kind));
    }
  }

  private Activation activation(String key, String defaultValue) {
    return ActivationSyntax.parse(key, metadata.getOrDefault(key, defaultValue));
  }

  private boolean flag(String key, String defaultValue) {
    return choice(key, defaultValue, List.of("true", "false")).equals("true");
  }

  private int positive(String key) {
    String value = text(key, null);
    if (!value.matches("[1-9][0-9]{0,8}")) {
      throw new IllegalArgumentException(
          "%s: expected a number of at least 1, got \"%s\"".formatted(key, value));
    }
    return Integer.parseInt(value);
  }

  private String choice(String key, String defaultValue, List<String> values) {
    String value = text(key, defaultValue);
    if (!values.contains(value)) {
      throw new IllegalArgumentException(
          "%s: expected %s, got \"%s\"".formatted(key, String.join(" or ", values), value));
    }
    return value;
  }

  private String text(String key, String defaultValue) {
    String value = metadata.getOrDefault(key, defaultValue);
    if (value == null) {
      throw new IllegalArgumentException("metadata: expected the key " + key + ", found none");
    }
    return value;
  }
}
