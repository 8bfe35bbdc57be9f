package dev.sluice.app.parity;

import dev.sluice.cell.Activation;
import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Writes the options of a cell as metadata of a parity case. */
final class CaseMetadataText {
  private CaseMetadataText() {}

  /** The keys that describe the cell. Options with their default value are left out. */
  static Map<String, String> of(Cell cell) {
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("cell", cell.kind());
    if (cell instanceof Rnn rnn) {
      keys.put("nonlinearity", text(rnn.activation()));
    } else if (cell instanceof Lstm lstm) {
      putLstm(lstm, keys);
    } else if (cell instanceof Gru gru) {
      keys.put("gate_activation", text(gru.gateActivation()));
      keys.put("candidate_activation", text(gru.candidateActivation()));
      keys.put("reset", gru.reset().name().toLowerCase(Locale.ROOT));
      keys.put("update", gru.update().name().toLowerCase(Locale.ROOT));
    }
    putIf(cell.preactivationClip() > 0, "preactivation_clip", cell.preactivationClip(), keys);
    putIf(cell.layerNorm(), "layer_norm", true, keys);
    putIf(cell.zoneout().hidden() > 0, "zoneout_hidden", cell.zoneout().hidden(), keys);
    putIf(cell.zoneout().cell() > 0, "zoneout_cell", cell.zoneout().cell(), keys);
    return keys;
  }

  private static void putLstm(Lstm lstm, Map<String, String> keys) {
    keys.put("gate_activation", text(lstm.gateActivation()));
    keys.put("candidate_activation", text(lstm.candidateActivation()));
    keys.put("output_activation", text(lstm.outputActivation()));
    putIf(lstm.peepholes(), "peepholes", true, keys);
    putIf(lstm.coupled(), "coupled", true, keys);
    putIf(lstm.cellClip() > 0, "cell_clip", lstm.cellClip(), keys);
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
