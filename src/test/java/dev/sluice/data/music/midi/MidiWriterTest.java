package dev.sluice.data.music.midi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.data.music.MeterChange;
import dev.sluice.data.music.Note;
import dev.sluice.data.music.Piece;
import dev.sluice.data.music.PieceBuilder;
import dev.sluice.data.music.TempoChange;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sound.midi.MidiSystem;
import javax.sound.midi.Sequence;
import javax.sound.midi.ShortMessage;
import javax.sound.midi.Track;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MidiWriterTest {
  /** Notes that touch, at the limits of what a piece may hold. */
  private static final Piece PIECE =
      new PieceBuilder()
          .add(new Note(0, 7, 60, 1))
          .add(new Note(7, 1, 60, 127))
          .add(new Note(7, Piece.MAX_TICKS, 0, 64))
          .add(new Note(Piece.MAX_TICKS, Piece.MAX_TICKS, 127, 64))
          .add(new TempoChange(3, 1))
          .add(new TempoChange(7, (1 << 24) - 1))
          .add(new MeterChange(5, 255, 64))
          .add(new MeterChange(Piece.MAX_TICKS, 1, 1))
          .build();

  @TempDir Path temp;

  @Test
  void theReaderReadsAnEqualPiece() throws Exception {
    Path file = temp.resolve("piece.mid");
    MidiWriter.write(PIECE, file);
    assertEquals(PIECE, new MidiReader().read(file));
    assertArrayEquals(MidiWriter.bytes(PIECE), Files.readAllBytes(file));
  }

  @Test
  void everyNoteOnIsEndedBeforeTheNextOne() throws Exception {
    Sequence sequence = MidiSystem.getSequence(new ByteArrayInputStream(MidiWriter.bytes(PIECE)));
    Track track = sequence.getTracks()[0];
    int[] sounding = new int[128];
    int notes = 0;
    for (int i = 0; i < track.size(); i++) {
      if (track.get(i).getMessage() instanceof ShortMessage message) {
        if (message.getCommand() == ShortMessage.NOTE_ON) {
          assertEquals(1, ++sounding[message.getData1()]);
          notes++;
        } else if (message.getCommand() == ShortMessage.NOTE_OFF) {
          assertEquals(0, --sounding[message.getData1()]);
        }
      }
    }
    assertEquals(4, notes);
    assertArrayEquals(new int[128], sounding);
  }
}
