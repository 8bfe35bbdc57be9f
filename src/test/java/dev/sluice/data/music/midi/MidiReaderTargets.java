package dev.sluice.data.music.midi;

import dev.sluice.data.music.Piece;
import dev.sluice.data.music.Pieces;
import dev.sluice.data.music.event.EventEncoding;
import dev.sluice.torture.ByteMutator;
import dev.sluice.torture.ReaderTarget;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Fuzz target: the reader of MIDI files. */
public final class MidiReaderTargets {
  private static final String[] WORDS = {
    "MThd", "MTrk", "RIFF", "RMID", "\u0000<@`<\u0000", "\u0000@\u007f", "\u007f\u007f\u007f"
  };

  private MidiReaderTargets() {}

  /** Whatever is read can be encoded, and written to a file that gives an equal piece. */
  public static List<ReaderTarget> all() {
    byte[] tracks =
        MidiBytes.file(
            1,
            96,
            "00 FF5103 0F4240 00 FF580403021808 00 FF2F00",
            "00 903C40 30 B0407F 00 904040 10 FF010141 50 903C00 30 B04000 00 FF2F00");
    return List.of(
        new ReaderTarget(
            "midi",
            "piece.mid",
            List.of(MidiWriter.bytes(Pieces.scale(20)), tracks),
            new ByteMutator(WORDS),
            Set.of(MidiException.class),
            MidiReaderTargets::read));
  }

  private static void read(Path file) {
    Piece piece = new MidiReader().withPercussion(true).read(file);
    if (!piece.equals(
        new MidiReader().withPercussion(true).read("copy", MidiWriter.bytes(piece)))) {
      throw new IllegalStateException("another piece after writing: " + piece);
    }
    EventEncoding encoding = EventEncoding.standard();
    if (!encoding.quantize(piece).equals(encoding.decode(encoding.encode(piece)))) {
      throw new IllegalStateException("another piece after encoding: " + piece);
    }
  }
}
