package dev.sluice.app.parity;

import dev.sluice.annotation.CanIgnoreReturnValue;
import dev.sluice.cell.Biases;
import dev.sluice.cell.Cell;
import dev.sluice.cell.Lstm;
import dev.sluice.device.RandomStream;
import dev.sluice.layer.Merge;
import dev.sluice.sequence.Bptt;
import dev.sluice.sequence.Direction;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The options of a parity case, parsed from its metadata. {@link ParityFormat} explains the keys;
 * {@link CellKeys} has those of cells.
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
    kind = metadata.choice("cell", null, CellKeys.KINDS);
    layers = metadata.positive("num_layers", null);
    directions = directionsOf();
    CellKeys.refuseOptionsOfOtherCells(metadata, kind);
    requireOneActivation();
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
  @CanIgnoreReturnValue
  Merge merge() {
    String value = metadata.choice("merge", "concat", List.of("concat", "sum"));
    if (value.equals("sum") && directions.size() == 1) {
      throw new IllegalArgumentException("merge=sum: expected also bidirectional=true");
    }
    return value.equals("sum") ? Merge.SUMMED : Merge.CONCATENATED;
  }

  /** Over how many steps gradients are propagated. */
  @CanIgnoreReturnValue
  Bptt bptt() {
    return metadata.has("bptt_window")
        ? Bptt.truncated(metadata.positive("bptt_window", null))
        : Bptt.full();
  }

  /**
   * The random stream of zoneout for cell {@code layer * D + direction}; null if zoneout acts by
   * its expectation.
   */
  @CanIgnoreReturnValue
  @Nullable RandomStream masks(int index) {
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
    return CellKeys.cell(metadata, kind, inputSize, hiddenSize, projectionSize, biases);
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

  /** For an rnn, nonlinearity is another name of candidate_activation. */
  private void requireOneActivation() {
    List<String> names = List.of("nonlinearity", "candidate_activation");
    if (!kind.equals("rnn") || !names.stream().allMatch(metadata::has)) {
      return;
    }
    List<String> texts = names.stream().map(name -> metadata.text(name, null)).toList();
    if (!ActivationSyntax.parse(names.get(0), texts.get(0))
        .equals(ActivationSyntax.parse(names.get(1), texts.get(1)))) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "nonlinearity: expected the same as candidate_activation, got %s and %s",
              texts.get(0),
              texts.get(1)));
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
}
