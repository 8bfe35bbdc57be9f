package dev.sluice.data.music.midi;

import java.nio.ByteBuffer;
import java.util.Locale;
import javax.sound.midi.InvalidMidiDataException;
import javax.sound.midi.MetaMessage;
import javax.sound.midi.MidiEvent;
import javax.sound.midi.Sequence;
import javax.sound.midi.ShortMessage;
import javax.sound.midi.Track;

/**
 * Parses a Standard MIDI File into a {@link Sequence}. Three things are better than in the reader
 * of the JDK, which drops a truncated track without a word, refuses running status after a meta
 * event, and allocates as much as a damaged length says. Messages that a piece does not need are
 * left out: programs, pitch bends, most controllers, texts, system exclusive.
 */
final class SmfParser {
  private static final int HEADER = 0x4D546864; // MThd
  private static final int TRACK = 0x4D54726B; // MTrk
  private static final int RIFF = 0x52494646;
  private static final int RMID = 0x524D4944;
  private static final int RIFF_BYTES = 20;

  private static final int META = 0xFF;
  private static final int META_END = 0x2F;
  private static final int META_TEMPO = 0x51;
  private static final int META_METER = 0x58;

  /** Beyond it a conversion to ticks of a piece could overflow. */
  private static final long MAX_TICK = 1L << 40;

  private final ByteBuffer in;

  SmfParser(byte[] content) {
    in = ByteBuffer.wrap(content);
  }

  /**
   * Parses the whole file.
   *
   * @throws InvalidMidiDataException saying what is wrong, and at which byte
   */
  Sequence parse() throws InvalidMidiDataException {
    if (!in.hasRemaining()) {
      throw new InvalidMidiDataException("expected a MIDI file, found an empty file");
    }
    skipRiff();
    if (in.remaining() < 14 || in.getInt() != HEADER) {
      throw new InvalidMidiDataException("expected a MIDI file, which begins with MThd");
    }
    int headerBytes = in.getInt();
    if (headerBytes < 6 || headerBytes > in.remaining()) {
      throw fault("expected a header of 6 bytes, found %d", headerBytes & 0xFFFFFFFFL);
    }
    int format = in.getShort() & 0xFFFF;
    int declared = in.getShort() & 0xFFFF;
    Sequence sequence = emptySequence(in.getShort());
    if (format > 1) {
      throw new InvalidMidiDataException(
          format == 2
              ? "expected format 0 or 1, found 2: independent patterns, not one piece"
              : "expected format 0 or 1, found " + format);
    }
    skip(headerBytes - 6);
    parseTracks(sequence, declared);
    return sequence;
  }

  /** Some programs put the file into a RIFF file. */
  private void skipRiff() {
    if (in.remaining() > RIFF_BYTES && in.getInt(0) == RIFF && in.getInt(8) == RMID) {
      skip(RIFF_BYTES);
    }
  }

  private static Sequence emptySequence(short division) throws InvalidMidiDataException {
    if (division > 0) {
      return new Sequence(Sequence.PPQ, division);
    }
    int ticksPerFrame = division & 0xFF;
    float framesPerSecond =
        switch (division >> 8) {
          case -24 -> Sequence.SMPTE_24;
          case -25 -> Sequence.SMPTE_25;
          case -29 -> Sequence.SMPTE_30DROP;
          case -30 -> Sequence.SMPTE_30;
          default -> 0;
        };
    if (framesPerSecond == 0 || ticksPerFrame == 0) {
      throw new InvalidMidiDataException(
          String.format(
              Locale.ROOT,
              "expected a division in ticks per quarter note or SMPTE frame, found 0x%04X",
              division));
    }
    return new Sequence(framesPerSecond, ticksPerFrame);
  }

  private void parseTracks(Sequence sequence, int declared) throws InvalidMidiDataException {
    int found = 0;
    while (found < declared || in.remaining() >= 8) {
      if (in.remaining() < 8) {
        throw new InvalidMidiDataException(
            String.format(Locale.ROOT, "expected %d tracks, found %d", declared, found));
      }
      int kind = in.getInt();
      int length = in.getInt();
      if (length < 0 || length > in.remaining()) {
        if (found >= declared) {
          return; // What follows the tracks is not part of the file.
        }
        throw fault(
            "expected a chunk of %d bytes, found %d: the file is truncated",
            length & 0xFFFFFFFFL, in.remaining());
      }
      int end = in.position() + length;
      if (kind == TRACK) {
        parseTrack(sequence.createTrack(), end);
        found++;
      }
      in.position(end);
    }
    if (found == 0) {
      throw new InvalidMidiDataException("expected at least one track, found none");
    }
  }

  private void parseTrack(Track track, int end) throws InvalidMidiDataException {
    long tick = 0;
    int running = 0;
    while (in.position() < end) {
      tick += variableLength(end);
      if (tick > MAX_TICK) {
        throw fault("expected a time of at most 2^40 ticks, found %d", tick);
      }
      int first = unsignedByte(end);
      if (first == META) {
        if (parseMeta(track, tick, end)) {
          return;
        }
      } else if (first == 0xF0 || first == 0xF7) {
        skip(payloadLength(end));
      } else if (first >= 0xF0) {
        throw fault("expected an event, found status 0x%02X", first);
      } else if (first >= 0x80) {
        running = first;
        parseChannelMessage(track, tick, running, unsignedByte(end), end);
      } else if (running != 0) {
        parseChannelMessage(track, tick, running, first, end);
      } else {
        throw fault("expected a status byte, found 0x%02X", first);
      }
    }
    // A track without an end event ends with its chunk.
    track.add(new MidiEvent(new MetaMessage(META_END, new byte[0], 0), tick));
  }

  private void parseChannelMessage(Track track, long tick, int status, int data1, int end)
      throws InvalidMidiDataException {
    int command = status & 0xF0;
    boolean two =
        command != ShortMessage.PROGRAM_CHANGE && command != ShortMessage.CHANNEL_PRESSURE;
    int data2 = two ? unsignedByte(end) : 0;
    if ((data1 | data2) >= 0x80) {
      throw fault("expected data from 0 to 127, found %d and %d", data1, data2);
    }
    if (command == ShortMessage.NOTE_ON
        || command == ShortMessage.NOTE_OFF
        || command == ShortMessage.CONTROL_CHANGE && SequenceConverter.isUsed(data1)) {
      track.add(new MidiEvent(new ShortMessage(status, data1, data2), tick));
    }
  }

  /** Returns whether the track ends here. */
  private boolean parseMeta(Track track, long tick, int end) throws InvalidMidiDataException {
    int type = unsignedByte(end);
    int length = payloadLength(end);
    if (type == META_TEMPO || type == META_METER || type == META_END) {
      byte[] data = new byte[length];
      in.get(data);
      track.add(new MidiEvent(new MetaMessage(type, data, length), tick));
    } else {
      skip(length);
    }
    return type == META_END;
  }

  private int payloadLength(int end) throws InvalidMidiDataException {
    int length = variableLength(end);
    if (length > end - in.position()) {
      throw fault(
          "expected %d bytes of an event, found %d in the track", length, end - in.position());
    }
    return length;
  }

  /** Seven bits per byte, the highest first; four bytes at most. */
  private int variableLength(int end) throws InvalidMidiDataException {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      int next = unsignedByte(end);
      value = value << 7 | next & 0x7F;
      if (next < 0x80) {
        return value;
      }
    }
    throw fault("expected a number of at most 4 bytes, found more");
  }

  private int unsignedByte(int end) throws InvalidMidiDataException {
    if (in.position() >= end) {
      throw fault("expected more of an event, found the end of the track");
    }
    return in.get() & 0xFF;
  }

  private void skip(int bytes) {
    in.position(in.position() + bytes);
  }

  private InvalidMidiDataException fault(String reason, Object... values) {
    return new InvalidMidiDataException(
        "byte " + in.position() + ": " + String.format(Locale.ROOT, reason, values));
  }
}
