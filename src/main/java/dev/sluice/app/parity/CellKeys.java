package dev.sluice.app.parity;

import dev.sluice.cell.Biases;
import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The table of the keys that set options of cells, for each kind of cell. */
final class CellKeys {
  /** The values of the key {@code cell}. */
  static final List<String> KINDS = List.of("rnn", "lstm", "gru");

  private static final List<CellKey<Rnn>> RNN =
      List.of(
          CellKey.activation("candidate_activation", "activation", Rnn::withActivation),
          CellKey.activation("nonlinearity", "activation", Rnn::withActivation),
          CellKey.clip("preactivation_clip", "preactivationClip", Rnn::withPreactivationClip),
          CellKey.flag("layer_norm", "layerNorm", Rnn::withLayerNorm),
          CellKey.rate("zoneout_hidden", "zoneout", Rnn::withZoneout));

  private static final List<CellKey<Lstm>> LSTM =
      List.of(
          CellKey.activation("gate_activation", "gateActivation", Lstm::withGateActivation),
          CellKey.activation(
              "candidate_activation", "candidateActivation", Lstm::withCandidateActivation),
          CellKey.activation("output_activation", "outputActivation", Lstm::withOutputActivation),
          CellKey.flag("peepholes", "peepholes", Lstm::withPeepholes),
          CellKey.flag("coupled", "coupled", Lstm::withCoupledGates),
          CellKey.clip("cell_clip", "cellClip", Lstm::withCellClip),
          CellKey.clip("preactivation_clip", "preactivationClip", Lstm::withPreactivationClip),
          CellKey.flag("layer_norm", "layerNorm", Lstm::withLayerNorm),
          CellKey.rate(
              "zoneout_hidden",
              "zoneout",
              (cell, rate) -> cell.withZoneout(rate, cell.zoneout().cell())),
          CellKey.rate(
              "zoneout_cell",
              "zoneout",
              (cell, rate) -> cell.withZoneout(cell.zoneout().hidden(), rate)));

  private static final List<CellKey<Gru>> GRU =
      List.of(
          CellKey.activation("gate_activation", "gateActivation", Gru::withGateActivation),
          CellKey.activation(
              "candidate_activation", "candidateActivation", Gru::withCandidateActivation),
          CellKey.choice("reset", "reset", Gru.Reset.values(), Gru::withReset),
          CellKey.choice("update", "update", Gru.Update.values(), Gru::withUpdate),
          CellKey.clip("preactivation_clip", "preactivationClip", Gru::withPreactivationClip),
          CellKey.flag("layer_norm", "layerNorm", Gru::withLayerNorm),
          CellKey.rate("zoneout_hidden", "zoneout", Gru::withZoneout));

  private CellKeys() {}

  /** All keys that some kind of cell has. */
  static Set<String> names() {
    return KINDS.stream()
        .flatMap(kind -> of(defaults(kind, 1, 1)).stream())
        .map(CellKey::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The keys of a cell of this kind. */
  static List<? extends CellKey<?>> of(Cell cell) {
    return cell.match(rnn -> RNN, lstm -> LSTM, gru -> GRU);
  }

  /**
   * Creates the cell with these sizes and biases, and the options that the metadata states.
   *
   * @param projectionSize 0 for none; only an LSTM has one
   */
  static Cell cell(
      CaseMetadata metadata,
      String kind,
      int inputSize,
      int hiddenSize,
      int projectionSize,
      Biases biases) {
    Cell sized =
        defaults(kind, inputSize, hiddenSize)
            .match(
                rnn -> rnn.withBiases(biases),
                lstm -> lstm.withBiases(biases).withProjection(projectionSize),
                gru -> gru.withBiases(biases));
    return applied(metadata, sized);
  }

  /**
   * Checks that keys which only other kinds of cells have are absent or state the default.
   *
   * @throws IllegalArgumentException naming the key
   */
  static void refuseOptionsOfOtherCells(CaseMetadata metadata, String kind) {
    Set<String> own =
        of(defaults(kind, 1, 1)).stream().map(CellKey::name).collect(Collectors.toSet());
    for (String other : KINDS) {
      defaults(other, 1, 1)
          .match(
              rnn -> refuse(metadata, kind, own, RNN, rnn),
              lstm -> refuse(metadata, kind, own, LSTM, lstm),
              gru -> refuse(metadata, kind, own, GRU, gru));
    }
  }

  private static <C extends Cell> C refuse(
      CaseMetadata metadata, String kind, Set<String> own, List<CellKey<C>> keys, C defaults) {
    for (CellKey<C> key : keys) {
      if (!own.contains(key.name()) && !key.applyTo(defaults, metadata).equals(defaults)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s=%s: cell %s has no such option",
                key.name(),
                metadata.text(key.name(), null),
                kind));
      }
    }
    return defaults;
  }

  private static Cell applied(CaseMetadata metadata, Cell cell) {
    return cell.match(
        rnn -> applied(metadata, RNN, rnn),
        lstm -> applied(metadata, LSTM, lstm),
        gru -> applied(metadata, GRU, gru));
  }

  private static <C extends Cell> C applied(
      CaseMetadata metadata, List<CellKey<C>> keys, C defaults) {
    C cell = defaults;
    for (CellKey<C> key : keys) {
      cell = key.applyTo(cell, metadata);
    }
    return cell;
  }

  /** A cell of a kind, with the default of every option. */
  static Cell defaults(String kind, int inputSize, int hiddenSize) {
    return switch (kind) {
      case "rnn" -> Rnn.of(inputSize, hiddenSize);
      case "lstm" -> Lstm.of(inputSize, hiddenSize);
      case "gru" -> Gru.of(inputSize, hiddenSize);
      default ->
          throw new IllegalArgumentException("cell: expected one of " + KINDS + ", got " + kind);
    };
  }
}
