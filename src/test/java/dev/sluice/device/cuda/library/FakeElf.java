package dev.sluice.device.cuda.library;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes the smallest valid shared libraries: two segments, a dynamic section, names. */
final class FakeElf {
  static final int CLASS = 4;
  static final int TYPE = 16;
  static final int MACHINE = 18;
  private static final int DYNAMIC = 64 + 2 * 56;
  private static final long NEEDED = 1;
  private static final long STRINGS = 5;
  private static final long SONAME = 14;

  private FakeElf() {}

  /** A library with a name and the names that it needs. */
  static byte[] library(String soname, String... needed) {
    var names = new StringBuilder("\0");
    var entries = new ArrayList<long[]>();
    entries.add(new long[] {SONAME, add(names, soname)});
    for (String each : needed) {
      entries.add(new long[] {NEEDED, add(names, each)});
    }
    int strings = DYNAMIC + 16 * (entries.size() + 2);
    entries.add(new long[] {STRINGS, strings});
    entries.add(new long[] {0, 0});
    int size = strings + names.length();
    ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}).putShort(TYPE, (short) 3);
    file.putShort(MACHINE, (short) 62).putLong(32, 64);
    file.putShort(54, (short) 56).putShort(56, (short) 2);
    segment(file, 64, 1, 0, size);
    segment(file, 64 + 56, 2, DYNAMIC, 16L * entries.size());
    file.position(DYNAMIC);
    entries.forEach(entry -> file.putLong(entry[0]).putLong(entry[1]));
    file.put(names.toString().getBytes(StandardCharsets.US_ASCII));
    return file.array();
  }

  /** Writes a library into a folder; creates the folder. */
  static Path write(Path folder, String soname, String... needed) {
    return write(folder, soname, library(soname, needed));
  }

  static Path write(Path folder, String name, byte[] contents) {
    try {
      Files.createDirectories(folder);
      return Files.write(folder.resolve(name), contents);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A library with one byte changed. */
  static byte[] with(byte[] library, int offset, int value) {
    byte[] changed = library.clone();
    changed[offset] = (byte) value;
    return changed;
  }

  static List<String> names(byte[] library) {
    return ElfLibrary.of(new ElfImage(ByteBuffer.wrap(library), library.length)).needed();
  }

  private static long add(StringBuilder names, String name) {
    long offset = names.length();
    names.append(name).append('\0');
    return offset;
  }

  private static void segment(ByteBuffer file, int at, int type, long offset, long size) {
    file.putInt(at, type).putLong(at + 8, offset).putLong(at + 16, offset).putLong(at + 32, size);
  }
}
