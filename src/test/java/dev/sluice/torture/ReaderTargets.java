package dev.sluice.torture;

import dev.sluice.app.SentimentReaderTargets;
import dev.sluice.app.parity.OnnxReaderTargets;
import dev.sluice.app.parity.ParityReaderTargets;
import dev.sluice.data.DataReaderTargets;
import dev.sluice.data.music.midi.MidiReaderTargets;
import dev.sluice.device.cuda.library.LibraryReaderTargets;
import dev.sluice.interop.pytorch.PyTorchReaderTargets;
import dev.sluice.model.ModelReaderTargets;
import dev.sluice.safetensors.SafetensorsReaderTargets;
import dev.sluice.train.CheckpointReaderTargets;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The list of all fuzzing targets. */
final class ReaderTargets {
  private static final List<Supplier<List<ReaderTarget>>> ALL =
      List.of(
          SafetensorsReaderTargets::all,
          ModelReaderTargets::all,
          CheckpointReaderTargets::all,
          ParityReaderTargets::all,
          PyTorchReaderTargets::all,
          DataReaderTargets::all,
          MidiReaderTargets::all,
          LibraryReaderTargets::all,
          OnnxReaderTargets::all,
          SentimentReaderTargets::all);

  private ReaderTargets() {}

  static Stream<ReaderTarget> all() {
    return ALL.stream().flatMap(targets -> targets.get().stream());
  }
}
