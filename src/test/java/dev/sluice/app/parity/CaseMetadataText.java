package dev.sluice.app.parity;

import dev.sluice.cell.Activation;
import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.record.RecordDifferences;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Writes the options of a cell as metadata of a parity case. */
public final class CaseMetadataText {
  private CaseMetadataText() {}

  /** The keys that describe the cell. Options with their default value are left out. */
  public static Map<String, String> of(Cell cell) {
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("cell", cell.kind());
    keys.putAll(cell.match(CaseMetadataText::own, CaseMetadataText::own, CaseMetadataText::own));
    putIf(cell.preactivationClip() > 0, "preactivation_clip", cell.preactivationClip(), keys);
    putIf(cell.layerNorm(), "layer_norm", true, keys);
    putIf(cell.zoneout().hidden() > 0, "zoneout_hidden", cell.zoneout().hidden(), keys);
    putIf(cell.zoneout().cell() > 0, "zoneout_cell", cell.zoneout().cell(), keys);
    requireSameWhenRead(cell, keys);
    return keys;
  }

  /** An option that the format does not have would else be lost without a word. */
  private static void requireSameWhenRead(Cell cell, Map<String, String> keys) {
    Map<String, String> all = new LinkedHashMap<>(keys);
    all.putAll(Map.of("format", ParityFormat.NAME, "num_layers", "1", "bidirectional", "false"));
    Cell read =
        new ParityOptions(all)
            .cell(
                cell.inputSize(),
                cell.hiddenSize(),
                cell.match(rnn -> 0, Lstm::projectionSize, gru -> 0),
                cell.biases());
    if (!read.equals(cell)) {
      throw new IllegalArgumentException(
          "the parity format has no key for "
              + RecordDifferences.between((Record) read, (Record) cell, Set.of()));
    }
  }

  private static Map<String, String> own(Rnn rnn) {
    return Map.of("nonlinearity", text(rnn.activation()));
  }

  private static Map<String, String> own(Gru gru) {
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("gate_activation", text(gru.gateActivation()));
    keys.put("candidate_activation", text(gru.candidateActivation()));
    keys.put("reset", gru.reset().name().toLowerCase(Locale.ROOT));
    keys.put("update", gru.update().name().toLowerCase(Locale.ROOT));
    return keys;
  }

  private static Map<String, String> own(Lstm lstm) {
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("gate_activation", text(lstm.gateActivation()));
    keys.put("candidate_activation", text(lstm.candidateActivation()));
    keys.put("output_activation", text(lstm.outputActivation()));
    putIf(lstm.peepholes(), "peepholes", true, keys);
    putIf(lstm.coupled(), "coupled", true, keys);
    putIf(lstm.cellClip() > 0, "cell_clip", lstm.cellClip(), keys);
    return keys;
  }

  private static void putIf(boolean acts, String key, Object value, Map<String, String> keys) {
    if (acts) {
      keys.put(key, value.toString());
    }
  }

  private static String text(Activation activation) {
    String name = activation.kind().name().toLowerCase(Locale.ROOT);
    return switch (activation.kind()) {
      case LEAKY_RELU, ELU, THRESHOLDED_RELU -> name + "(" + activation.alpha() + ")";
      case HARD_SIGMOID, SCALED_TANH, AFFINE ->
          name + "(" + activation.alpha() + ", " + activation.beta() + ")";
      default -> name;
    };
  }
}
