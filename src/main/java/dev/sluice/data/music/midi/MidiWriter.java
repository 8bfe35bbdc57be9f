package dev.sluice.data.music.midi;

import dev.sluice.argument.Require;
import dev.sluice.data.music.MeterChange;
import dev.sluice.data.music.Note;
import dev.sluice.data.music.Piece;
import dev.sluice.data.music.TempoChange;
import dev.sluice.file.AtomicFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javax.sound.midi.InvalidMidiDataException;
import javax.sound.midi.MetaMessage;
import javax.sound.midi.MidiEvent;
import javax.sound.midi.MidiMessage;
import javax.sound.midi.MidiSystem;
import javax.sound.midi.Sequence;
import javax.sound.midi.ShortMessage;
import javax.sound.midi.Track;

/**
 * Writes pieces as MIDI files of format 0: one track, channel 1, acoustic grand piano, {@value
 * Piece#TICKS_PER_QUARTER} ticks per quarter note. Every note is ended. {@link MidiReader} reads an
 * equal piece from the file. Equal pieces give equal bytes.
 */
public final class MidiWriter {
  private static final int META_TEMPO = 0x51;
  private static final int META_METER = 0x58;
  private static final int CLOCKS_PER_CLICK = 24;
  private static final int NOTATED_32ND_PER_QUARTER = 8;

  private MidiWriter() {}

  /**
   * Writes a file, completely or not at all.
   *
   * @throws IOException if it cannot be written
   */
  public static void write(Piece piece, Path file) throws IOException {
    Require.present("file", file);
    ByteBuffer bytes = ByteBuffer.wrap(bytes(piece));
    AtomicFile.replace(
        file,
        channel -> {
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
        });
  }

  /** The content of the file; a new array. */
  public static byte[] bytes(Piece piece) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      MidiSystem.write(sequence(piece), 0, out);
    } catch (IOException e) {
      throw new IllegalStateException("an array in memory takes every byte", e);
    }
    return out.toByteArray();
  }

  /** The sequence of the JDK, for its sequencer and synthesizer. */
  public static Sequence sequence(Piece piece) {
    Require.present("piece", piece);
    try {
      Sequence sequence = new Sequence(Sequence.PPQ, Piece.TICKS_PER_QUARTER);
      Track track = sequence.createTrack();
      for (MidiEvent event : events(piece)) {
        track.add(event);
      }
      return sequence;
    } catch (InvalidMidiDataException e) {
      throw new IllegalStateException("every value of a piece is valid in MIDI", e);
    }
  }

  /** In the order of time; at one tick meter and tempo first, then the ends of notes. */
  private static List<MidiEvent> events(Piece piece) throws InvalidMidiDataException {
    List<MidiEvent> changes = new ArrayList<>();
    for (MeterChange meter : piece.meters()) {
      changes.add(event(meter.tick(), meter(meter)));
    }
    for (TempoChange tempo : piece.tempos()) {
      changes.add(event(tempo.tick(), tempo(tempo)));
    }
    changes.add(event(0, new ShortMessage(ShortMessage.PROGRAM_CHANGE, 0, 0)));
    List<MidiEvent> ends = new ArrayList<>();
    List<MidiEvent> onsets = new ArrayList<>();
    for (Note note : piece.notes()) {
      ends.add(event(note.end(), new ShortMessage(ShortMessage.NOTE_OFF, note.pitch(), 0)));
      onsets.add(
          event(
              note.onset(), new ShortMessage(ShortMessage.NOTE_ON, note.pitch(), note.velocity())));
    }
    List<MidiEvent> all = new ArrayList<>(changes);
    all.addAll(ends);
    all.addAll(onsets);
    all.sort(Comparator.comparingLong(MidiEvent::getTick));
    return all;
  }

  private static MidiEvent event(int tick, MidiMessage message) {
    return new MidiEvent(message, tick);
  }

  private static MetaMessage tempo(TempoChange tempo) throws InvalidMidiDataException {
    int micros = tempo.microsPerQuarter();
    byte[] data = {(byte) (micros >> 16), (byte) (micros >> 8), (byte) micros};
    return new MetaMessage(META_TEMPO, data, data.length);
  }

  private static MetaMessage meter(MeterChange meter) throws InvalidMidiDataException {
    byte[] data = {
      (byte) meter.numerator(),
      (byte) Integer.numberOfTrailingZeros(meter.denominator()),
      CLOCKS_PER_CLICK,
      NOTATED_32ND_PER_QUARTER
    };
    return new MetaMessage(META_METER, data, data.length);
  }
}
