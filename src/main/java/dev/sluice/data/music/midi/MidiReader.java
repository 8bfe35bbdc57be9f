package dev.sluice.data.music.midi;

import dev.sluice.argument.Require;
import dev.sluice.data.music.Piece;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import javax.sound.midi.InvalidMidiDataException;
import javax.sound.midi.Sequence;

/**
 * Reads MIDI files as pieces, all tracks together.
 *
 * <ul>
 *   <li>Formats 0 and 1, with a division in ticks per quarter note or in SMPTE frames. Frames have
 *       no meter and no tempo: such a piece is written down at 120 quarter notes per minute.
 *   <li>A note ends at its note-off, or at a note-on of velocity 0. Of several notes of one pitch
 *       the first to begin ends first. A note without a note-off ends with its track.
 *   <li>A note that is released while the sustain pedal is down sounds until the pedal rises.
 *   <li>What then overlaps at one pitch is separated, see {@link
 *       dev.sluice.data.music.PieceBuilder}. A note without duration lasts one tick.
 *   <li>Channel 10, percussion, is left out.
 *   <li>Times that are no whole number of ticks of a {@link Piece} are rounded to the nearest.
 * </ul>
 *
 * <p>A damaged file is refused, never read in part. A file may have {@value #MAX_BYTES} bytes,
 * which bounds time and memory. Immutable.
 */
public final class MidiReader {
  /** Maximum size of a file. */
  public static final int MAX_BYTES = 2 << 20;

  private final boolean percussion;
  private final boolean pedal;

  /** A reader that leaves percussion out and follows the pedal. */
  public MidiReader() {
    this(false, true);
  }

  private MidiReader(boolean percussion, boolean pedal) {
    this.percussion = percussion;
    this.pedal = pedal;
  }

  /** A reader that reads channel 10 too, where each pitch is a drum, or leaves it out. */
  public MidiReader withPercussion(boolean read) {
    return new MidiReader(read, pedal);
  }

  /** A reader that follows the sustain pedal, or ends each note when its key is released. */
  public MidiReader withPedal(boolean follow) {
    return new MidiReader(percussion, follow);
  }

  /**
   * Reads a file.
   *
   * @throws MidiException if it cannot be read, is damaged, or has no notes
   */
  public Piece read(Path file) {
    Require.present("file", file);
    try (InputStream in = Files.newInputStream(file)) {
      return read(file.toString(), in.readNBytes(MAX_BYTES + 1));
    } catch (NoSuchFileException e) {
      throw new MidiException(file.toString(), "expected a file, found none", e);
    } catch (IOException e) {
      throw new MidiException(file.toString(), "cannot be read: " + e, e);
    }
  }

  /**
   * Reads the content of a file.
   *
   * @param name name of the file, for messages
   * @throws MidiException if it is damaged or has no notes
   */
  public Piece read(String name, byte[] content) {
    Require.present("name", name);
    Require.present("content", content);
    if (content.length > MAX_BYTES) {
      throw new MidiException(name, "expected at most " + MAX_BYTES + " bytes, found more");
    }
    try {
      return convert(name, new SmfParser(content).parse());
    } catch (InvalidMidiDataException e) {
      throw new MidiException(name, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Converts a sequence of the JDK, for example one that {@code javax.sound.midi} recorded.
   *
   * @param name name of the sequence, for messages
   * @throws MidiException if it has no notes, or a value is out of range
   */
  public Piece read(String name, Sequence sequence) {
    Require.present("name", name);
    Require.present("sequence", sequence);
    try {
      return convert(name, sequence);
    } catch (InvalidMidiDataException e) {
      throw new MidiException(name, String.valueOf(e.getMessage()), e);
    }
  }

  private Piece convert(String name, Sequence sequence) throws InvalidMidiDataException {
    SequenceConverter converter = new SequenceConverter(sequence, percussion, pedal);
    Piece piece = converter.convert();
    if (piece.notes().isEmpty()) {
      throw new MidiException(
          name,
          converter.sawPercussion()
              ? "expected notes, found percussion only"
              : "expected notes, found none");
    }
    return piece;
  }
}
