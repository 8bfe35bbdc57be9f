package dev.sluice.app.parity;

import dev.sluice.cell.Activation;
import dev.sluice.cell.Biases;
import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.device.RandomStream;
import dev.sluice.layer.Merge;
import dev.sluice.sequence.Bptt;
import dev.sluice.sequence.Direction;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The options of the cells of a parity case, parsed from its metadata. {@link ParityFormat} lists
 * the keys.
 */
final class ParityOptions {
  private final CaseMetadata metadata;
  private final String kind;
  private final int layers;
  private final List<Direction> directions;

  /**
   * Checks all keys and values.
   *
   * @throws IllegalArgumentException if a key is unknown, a value is out of range, an option does
   *     not apply to the cell, or two options cannot be combined
   */
  ParityOptions(Map<String, String> values) {
    metadata = new CaseMetadata(values, ParityFormat.KEYS);
    metadata.choice("format", null, List.of(ParityFormat.NAME));
    kind = metadata.choice("cell", null, List.of("rnn", "lstm", "gru"));
    layers = metadata.positive("num_layers", null);
    directions = directionsOf();
    refuseOptionsOfOtherCells();
    metadata.choice("batch_first", "false", List.of("false", "False"));
    bptt();
    merge();
    if (!cell(1, 1, 0, Biases.NONE).zoneout().acts()) {
      requireTogether("zoneout_hidden or zoneout_cell above 0", "zoneout_seed");
    }
    masks(0);
  }

  /** The number of layers L. */
  int layers() {
    return layers;
  }

  /** The D directions of every layer. */
  List<Direction> directions() {
    return directions;
  }

  /** How the outputs of two directions are combined. */
  Merge merge() {
    String value = metadata.choice("merge", "concat", List.of("concat", "sum"));
    if (value.equals("sum") && directions.size() == 1) {
      throw new IllegalArgumentException("merge=sum: expected also bidirectional=true");
    }
    return value.equals("sum") ? Merge.SUMMED : Merge.CONCATENATED;
  }

  /** Over how many steps gradients are propagated. */
  Bptt bptt() {
    return metadata.has("bptt_window")
        ? Bptt.truncated(metadata.positive("bptt_window", null))
        : Bptt.full();
  }

  /**
   * The random stream of zoneout for cell {@code layer * D + direction}; null if zoneout acts by
   * its expectation.
   */
  RandomStream masks(int index) {
    if (!metadata.has("zoneout_seed")) {
      requireTogether("zoneout_seed", "zoneout_step", "zoneout_site");
      return null;
    }
    return new RandomStream(
        metadata.whole("zoneout_seed", null),
        metadata.whole("zoneout_step", "0"),
        metadata.natural("zoneout_site", "0") + index);
  }

  /** Whether the cell is an LSTM. Only an LSTM can have a projection. */
  boolean isLstm() {
    return kind.equals("lstm");
  }

  /** Whether the gates are coupled, so that the weights of the forget gate are unused. */
  boolean coupled() {
    return metadata.flag("coupled", "false");
  }

  /**
   * Checks the sizes that the metadata gives in PyTorch's terms against the cell of the first
   * layer.
   *
   * @throws IllegalArgumentException if a size differs
   */
  void requireSizes(Cell cell) {
    int projectionSize = cell instanceof Lstm lstm ? lstm.projectionSize() : 0;
    requireSame("input_size", Integer.toString(cell.inputSize()));
    requireSame("hidden_size", Integer.toString(cell.hiddenSize()));
    requireSame("proj_size", Integer.toString(projectionSize));
    requireSame("bias", Boolean.toString(cell.biases() != Biases.NONE));
  }

  /**
   * Creates the cell with these sizes.
   *
   * @param projectionSize 0 for none
   */
  Cell cell(int inputSize, int hiddenSize, int projectionSize, Biases biases) {
    return switch (kind) {
      case "rnn" -> rnn(inputSize, hiddenSize, biases);
      case "lstm" -> lstm(inputSize, hiddenSize, projectionSize, biases);
      default -> gru(inputSize, hiddenSize, biases);
    };
  }

  private Rnn rnn(int inputSize, int hiddenSize, Biases biases) {
    Rnn cell =
        Rnn.of(inputSize, hiddenSize)
            .withActivation(candidate())
            .withBiases(biases)
            .withPreactivationClip(clip("preactivation_clip"))
            .withZoneout(metadata.number("zoneout_hidden", "0"));
    return layerNorm() ? cell.withLayerNorm() : cell;
  }

  private Lstm lstm(int inputSize, int hiddenSize, int projectionSize, Biases biases) {
    Lstm cell =
        Lstm.of(inputSize, hiddenSize)
            .withGateActivation(activation("gate_activation", "sigmoid"))
            .withCandidateActivation(candidate())
            .withOutputActivation(activation("output_activation", "tanh"))
            .withBiases(biases)
            .withProjection(projectionSize)
            .withPreactivationClip(clip("preactivation_clip"))
            .withCellClip(clip("cell_clip"))
            .withZoneout(
                metadata.number("zoneout_hidden", "0"), metadata.number("zoneout_cell", "0"));
    cell = metadata.flag("peepholes", "false") ? cell.withPeepholes() : cell;
    cell = coupled() ? cell.withCoupledGates() : cell;
    return layerNorm() ? cell.withLayerNorm() : cell;
  }

  private Gru gru(int inputSize, int hiddenSize, Biases biases) {
    String reset = metadata.choice("reset", "after", List.of("after", "before"));
    String update = metadata.choice("update", "keeps", List.of("keeps", "admits"));
    Gru cell =
        Gru.of(inputSize, hiddenSize)
            .withGateActivation(activation("gate_activation", "sigmoid"))
            .withCandidateActivation(candidate())
            .withReset(reset.equals("after") ? Gru.Reset.AFTER : Gru.Reset.BEFORE)
            .withUpdate(update.equals("keeps") ? Gru.Update.KEEPS : Gru.Update.ADMITS)
            .withBiases(biases)
            .withPreactivationClip(clip("preactivation_clip"))
            .withZoneout(metadata.number("zoneout_hidden", "0"));
    return layerNorm() ? cell.withLayerNorm() : cell;
  }

  private boolean layerNorm() {
    return metadata.flag("layer_norm", "false");
  }

  private float clip(String key) {
    float bound = metadata.number(key, "0");
    if (!(bound >= 0 && bound < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: expected a finite bound above 0, or 0 for none, got %s",
              key,
              bound));
    }
    return bound;
  }

  private List<Direction> directionsOf() {
    boolean both = metadata.flag("bidirectional", null);
    if (!metadata.has("direction")) {
      return both ? List.of(Direction.values()) : List.of(Direction.FORWARD);
    }
    if (both) {
      throw new IllegalArgumentException("direction: expected also bidirectional=false");
    }
    String direction = metadata.choice("direction", null, List.of("forward", "reverse"));
    return List.of(direction.equals("forward") ? Direction.FORWARD : Direction.REVERSE);
  }

  /** The candidate activation. For an rnn, nonlinearity is another name of this option. */
  private Activation candidate() {
    Activation candidate = activation("candidate_activation", "tanh");
    if (!kind.equals("rnn") || !metadata.has("nonlinearity")) {
      return candidate;
    }
    Activation nonlinearity = activation("nonlinearity", null);
    if (metadata.has("candidate_activation") && !candidate.equals(nonlinearity)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "nonlinearity: expected the same as candidate_activation, got %s and %s",
              metadata.text("nonlinearity", null),
              metadata.text("candidate_activation", null)));
    }
    return nonlinearity;
  }

  private Activation activation(String key, String absent) {
    return ActivationSyntax.parse(key, metadata.text(key, absent));
  }

  /** Checks that options of other cells are absent or have their default value. */
  private void refuseOptionsOfOtherCells() {
    if (!kind.equals("rnn")) {
      requireOff("nonlinearity", activation("nonlinearity", "tanh").equals(Activation.tanh()));
    } else {
      requireOff(
          "gate_activation", activation("gate_activation", "sigmoid").equals(Activation.sigmoid()));
    }
    if (!kind.equals("lstm")) {
      requireOff(
          "output_activation", activation("output_activation", "tanh").equals(Activation.tanh()));
      requireOff("peepholes", !metadata.flag("peepholes", "false"));
      requireOff("coupled", !coupled());
      requireOff("cell_clip", clip("cell_clip") == 0);
      requireOff("zoneout_cell", metadata.number("zoneout_cell", "0") == 0);
    }
    if (!kind.equals("gru")) {
      requireOff("reset", metadata.text("reset", "after").equals("after"));
      requireOff("update", metadata.text("update", "keeps").equals("keeps"));
    }
  }

  private void requireSame(String key, String actual) {
    String stated = metadata.text(key, actual);
    if (!stated.equalsIgnoreCase(actual)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%s: expected %s as in the tensors, got \"%s\"", key, actual, stated));
    }
  }

  private void requireTogether(String wanted, String... keys) {
    for (String key : keys) {
      if (metadata.has(key)) {
        throw new IllegalArgumentException(
            String.format(Locale.ROOT, "%s: expected also %s, got none", key, wanted));
      }
    }
  }

  private void requireOff(String key, boolean off) {
    if (!off) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s=%s: cell %s has no such option",
              key,
              metadata.text(key, null),
              kind));
    }
  }
}
