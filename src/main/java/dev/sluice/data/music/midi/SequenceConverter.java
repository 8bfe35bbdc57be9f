package dev.sluice.data.music.midi;

import dev.sluice.data.music.MeterChange;
import dev.sluice.data.music.Note;
import dev.sluice.data.music.Piece;
import dev.sluice.data.music.PieceBuilder;
import dev.sluice.data.music.TempoChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.sound.midi.InvalidMidiDataException;
import javax.sound.midi.MetaMessage;
import javax.sound.midi.MidiEvent;
import javax.sound.midi.Sequence;
import javax.sound.midi.ShortMessage;
import javax.sound.midi.Track;

/** Converts a sequence to a piece. For one sequence. */
final class SequenceConverter {
  private static final int SUSTAIN = 64;
  private static final int ALL_SOUND_OFF = 120;
  private static final int ALL_NOTES_OFF = 123;
  private static final int PERCUSSION_CHANNEL = 9;
  private static final int META_TEMPO = 0x51;
  private static final int META_METER = 0x58;

  private final Sequence sequence;
  private final boolean percussion;
  private final SustainPedal pedal;
  private final TickScale scale;
  private final PieceBuilder builder = new PieceBuilder();
  private final List<KeyPress> presses = new ArrayList<>();
  private boolean sawPercussion;

  SequenceConverter(Sequence sequence, boolean percussion, boolean pedal) {
    this.sequence = sequence;
    this.percussion = percussion;
    this.pedal = new SustainPedal(pedal);
    this.scale = TickScale.of(sequence);
  }

  /** Whether the reader needs this controller. */
  static boolean isUsed(int controller) {
    return controller == SUSTAIN || controller == ALL_SOUND_OFF || controller == ALL_NOTES_OFF;
  }

  /**
   * Converts all tracks.
   *
   * @throws InvalidMidiDataException if a value or a time is out of range
   */
  Piece convert() throws InvalidMidiDataException {
    for (Track track : sequence.getTracks()) {
      read(track);
    }
    pedal.endAt(sequence.getTickLength());
    for (KeyPress press : presses) {
      int onset = scale.ticks(press.pressed(), Piece.MAX_TICKS);
      int end = scale.ticks(pedal.end(press.channel(), press.released()), onset + Piece.MAX_TICKS);
      builder.add(new Note(onset, Math.max(1, end - onset), press.pitch(), press.velocity()));
    }
    return builder.build();
  }

  /** Whether notes were left out since they are percussion. */
  boolean sawPercussion() {
    return sawPercussion;
  }

  private void read(Track track) throws InvalidMidiDataException {
    HeldKeys held = new HeldKeys(presses);
    for (int i = 0; i < track.size(); i++) {
      MidiEvent event = track.get(i);
      if (event.getMessage() instanceof ShortMessage message) {
        read(held, event.getTick(), message);
      } else if (event.getMessage() instanceof MetaMessage message) {
        read(event.getTick(), message);
      }
    }
    held.releaseAll(track.ticks());
  }

  private void read(HeldKeys held, long tick, ShortMessage message) {
    int channel = message.getChannel();
    int data1 = message.getData1();
    int data2 = message.getData2();
    switch (message.getCommand()) {
      case ShortMessage.NOTE_ON -> {
        if (data2 == 0) {
          held.release(tick, channel, data1);
        } else if (channel == PERCUSSION_CHANNEL && !percussion) {
          sawPercussion = true;
        } else {
          held.press(tick, channel, data1, data2);
        }
      }
      case ShortMessage.NOTE_OFF -> held.release(tick, channel, data1);
      case ShortMessage.CONTROL_CHANGE -> {
        if (data1 == SUSTAIN) {
          pedal.move(tick, channel, data2 >= 64);
        } else if (isUsed(data1)) {
          held.releaseChannel(tick, channel);
        }
      }
      default -> {
        // Programs, bends and pressure change the sound of a note, not the note.
      }
    }
  }

  private void read(long tick, MetaMessage message) throws InvalidMidiDataException {
    byte[] data = message.getData();
    if (message.getType() == META_TEMPO) {
      requireBytes("tempo", 3, data);
      int micros = (data[0] & 0xFF) << 16 | (data[1] & 0xFF) << 8 | data[2] & 0xFF;
      if (micros == 0) {
        throw new InvalidMidiDataException(
            "expected a tempo of 1 or more microseconds per quarter note, found 0");
      }
      if (scale.hasQuarters()) {
        builder.add(new TempoChange(scale.ticks(tick, Piece.MAX_TICKS), micros));
      }
    } else if (message.getType() == META_METER) {
      requireBytes("time signature", 2, data);
      int numerator = data[0] & 0xFF;
      int exponent = data[1] & 0xFF;
      if (numerator == 0 || exponent > Integer.numberOfTrailingZeros(MeterChange.MAX_DENOMINATOR)) {
        throw new InvalidMidiDataException(
            String.format(
                Locale.ROOT,
                "expected a time signature from 1/1 to 255/64, found %d/2^%d",
                numerator,
                exponent));
      }
      if (scale.hasQuarters()) {
        builder.add(new MeterChange(scale.ticks(tick, Piece.MAX_TICKS), numerator, 1 << exponent));
      }
    }
  }

  private static void requireBytes(String what, int bytes, byte[] data)
      throws InvalidMidiDataException {
    if (data.length < bytes) {
      throw new InvalidMidiDataException(
          String.format(
              Locale.ROOT, "expected a %s of %d bytes, found %d", what, bytes, data.length));
    }
  }
}
