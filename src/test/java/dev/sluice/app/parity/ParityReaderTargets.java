package dev.sluice.app.parity;

import dev.sluice.torture.ByteMutator;
import dev.sluice.torture.ReaderTarget;
import dev.sluice.torture.Resources;
import dev.sluice.torture.SafetensorsMutator;
import java.util.List;
import java.util.Set;

/** Fuzzing target for the reader of parity cases. */
public final class ParityReaderTargets {
  private static final String[] WORDS = {
    "lstm",
    "gru",
    "rnn",
    "num_layers",
    "bidirectional",
    "peepholes",
    "coupled",
    "gate_activation",
    "zoneout_hidden",
    "layer_norm",
    "bptt_window",
    "cell_clip",
    "merge",
    "reset",
    "before",
    "lengths",
    "weight_hr_l0",
    "grad.x",
    "I64",
    "F64",
    "dcells_l0"
  };

  private ParityReaderTargets() {}

  /** Cases of each cell, with the options that add tensors. */
  public static List<ReaderTarget> all() {
    return List.of(
        new ReaderTarget(
            "parity",
            "case.safetensors",
            Resources.of(
                ParityReaderTargets.class,
                "/dev/sluice/parity/rnn.safetensors",
                "/dev/sluice/parity/gru.safetensors",
                "/dev/sluice/parity/lstm-zoneout.safetensors",
                "/dev/sluice/parity/lstm-layer-norm-peepholes-projection.safetensors",
                "/dev/sluice/parity/rnn-reverse-ragged.safetensors"),
            new ByteMutator(WORDS).or(new SafetensorsMutator(WORDS)),
            Set.of(IllegalArgumentException.class),
            ParityCaseReader::read));
  }
}
