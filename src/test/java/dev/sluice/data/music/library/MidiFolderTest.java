package dev.sluice.data.music.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.data.DataException;
import dev.sluice.data.music.Pieces;
import dev.sluice.data.music.midi.MidiReader;
import dev.sluice.data.music.midi.MidiWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MidiFolderTest {
  @TempDir Path folder;

  @Test
  void readsWhatItCanAndSaysWhatItSkips() throws IOException {
    Path inner = Files.createDirectory(folder.resolve("inner"));
    MidiWriter.write(Pieces.scale(3), inner.resolve("three.MID"));
    MidiWriter.write(Pieces.scale(2), folder.resolve("two.midi"));
    MidiWriter.write(Pieces.scale(2), folder.resolve("two again.mid"));
    Files.write(folder.resolve("broken.mid"), new byte[0]);
    Files.write(folder.resolve("other.txt"), new byte[5]);
    PieceCollection read = MidiFolder.read(folder, new MidiReader());
    assertEquals(
        List.of(
            new NamedPiece("inner/three.MID", Pieces.scale(3)),
            new NamedPiece("two again.mid", Pieces.scale(2))),
        read.pieces());
    assertEquals(
        List.of(
            new SkippedFile("broken.mid", "expected a MIDI file, found an empty file"),
            new SkippedFile("two.midi", "the same notes as two again.mid")),
        read.skipped());
    assertEquals("MIDI files in " + folder, read.source());
    assertEquals("two again.mid: license not known", read.licenses().get(1));
  }

  @Test
  void refusesAFolderWithNothingUsable() throws IOException {
    assertMessage(folder + ": expected files that end in .mid or .midi, found none", folder);
    for (int i = 0; i < 7; i++) {
      Files.write(folder.resolve(i + ".mid"), new byte[0]);
    }
    String each = ".mid: expected a MIDI file, found an empty file; ";
    assertMessage(
        folder
            + ": expected a usable MIDI file, found none among 7: 0"
            + each
            + "1"
            + each
            + "2"
            + each
            + "3"
            + each
            + "4"
            + each
            + "...",
        folder);
    Path file = folder.resolve("0.mid");
    assertMessage(file + ": expected a folder of MIDI files, found a file", file);
    Path none = folder.resolve("none");
    assertMessage(none + ": expected a folder of MIDI files, found nothing", none);
  }

  private static void assertMessage(String expected, Path folder) {
    DataException e =
        assertThrows(DataException.class, () -> MidiFolder.read(folder, new MidiReader()));
    assertEquals(expected, e.getMessage());
  }
}
