package dev.sluice.interop.pytorch;

import dev.sluice.safetensors.SafetensorsException;
import dev.sluice.torture.ByteMutator;
import dev.sluice.torture.ReaderTarget;
import dev.sluice.torture.Resources;
import dev.sluice.torture.SafetensorsMutator;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Fuzzing target for the reader of PyTorch state dicts. */
public final class PyTorchReaderTargets {
  private static final String[] WORDS = {
    "weight_ih_l0",
    "weight_hh_l1_reverse",
    "bias_hh_l0",
    "weight_hr_l0",
    "weight",
    "rnn.",
    "l65536",
    "[12,3]",
    "[2147483647]",
    "F16",
    "I64"
  };

  private PyTorchReaderTargets() {}

  /** State dicts of recurrent modules. */
  public static List<ReaderTarget> all() {
    return List.of(
        new ReaderTarget(
            "state-dict",
            "module.safetensors",
            Resources.of(
                PyTorchReaderTargets.class,
                "lstm.safetensors",
                "gru.safetensors",
                "lstm-2-bidirectional.safetensors",
                "lstm-projected.safetensors"),
            new ByteMutator(WORDS).or(new SafetensorsMutator(WORDS)),
            Set.of(PyTorchStateDictException.class, SafetensorsException.class),
            PyTorchReaderTargets::read));
  }

  private static void read(Path file) {
    PyTorchStateDict read = PyTorchStateDict.read(file);
    read.prefixes().forEach(read::recurrentSpec);
  }
}
