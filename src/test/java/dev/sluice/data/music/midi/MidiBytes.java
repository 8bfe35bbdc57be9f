package dev.sluice.data.music.midi;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/** Writes MIDI files byte by byte, for tests. */
public final class MidiBytes {
  private MidiBytes() {}

  /** A file; each track is written in hex, with or without an end event. */
  public static byte[] file(int format, int division, String... tracks) {
    return file(format, tracks.length, division, tracks);
  }

  /** A file that declares another number of tracks than it has. */
  static byte[] file(int format, int declared, int division, String... tracks) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(bytes("4D546864 00000006"));
    for (int value : new int[] {format, declared, division}) {
      out.write(value >> 8);
      out.write(value);
    }
    for (String track : tracks) {
      out.writeBytes(chunk("4D54726B", bytes(track)));
    }
    return out.toByteArray();
  }

  static byte[] chunk(String kind, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(bytes(kind));
    for (int shift = 24; shift >= 0; shift -= 8) {
      out.write(content.length >> shift);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
