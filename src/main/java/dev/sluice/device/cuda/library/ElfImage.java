package dev.sluice.device.cuda.library;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads the part of a shared library that the dynamic loader reads: a 64-bit ELF file for x86-64
 * (System V ABI, chapters 4 and 5).
 */
final class ElfImage {
  private static final int MAGIC = 0x464c457f;
  private static final int HEADER_SIZE = 64;
  private static final int CLASS_64 = 2;
  private static final int LITTLE_ENDIAN = 1;
  private static final int TYPE_SHARED = 3;
  private static final int MACHINE_X86_64 = 62;
  private static final int SEGMENT_LOAD = 1;
  private static final int SEGMENT_DYNAMIC = 2;
  private static final int SEGMENT_SIZE = 56;
  private static final int DYNAMIC_SIZE = 16;
  private static final long DYNAMIC_STRINGS = 5;

  /** One entry of the dynamic section, which tells the loader what to do. */
  record Entry(long tag, long value) {}

  private record Segment(long offset, long address, long size) {}

  private final ByteBuffer bytes;
  private final long fileSize;
  private final List<Segment> loaded = new ArrayList<>();
  private final List<Entry> entries = new ArrayList<>();
  private final long strings;

  /**
   * @param bytes the file, or as much of its beginning as a buffer can hold; read at absolute
   *     positions
   * @param fileSize of the whole file
   * @throws MalformedLibraryException if it is not a library for this machine, or is cut off
   */
  ElfImage(ByteBuffer bytes, long fileSize) {
    this.bytes = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    this.fileSize = fileSize;
    checkHeader();
    readEntries(readSegments());
    strings = offset(value(DYNAMIC_STRINGS));
  }

  private void checkHeader() {
    if (bytes.limit() < HEADER_SIZE || int32(0) != MAGIC) {
      throw new MalformedLibraryException("is not an ELF file");
    }
    int kind = bytes.get(4);
    if (kind != CLASS_64) {
      throw new MalformedLibraryException("is a 32-bit library");
    }
    if (bytes.get(5) != LITTLE_ENDIAN || uint16(18) != MACHINE_X86_64) {
      throw new MalformedLibraryException(
          String.format(
              Locale.ROOT,
              "is for another processor (ELF machine %d, x86-64 is %d)",
              uint16(18),
              MACHINE_X86_64));
    }
    if (uint16(16) != TYPE_SHARED) {
      throw new MalformedLibraryException("is not a shared library");
    }
  }

  /** Reads the segments: stores the loaded ones and returns the dynamic one. */
  private Segment readSegments() {
    long table = int64(32);
    int size = uint16(54);
    if (size < SEGMENT_SIZE) {
      throw new MalformedLibraryException("is malformed: program headers of " + size + " bytes");
    }
    Segment dynamic = null;
    for (int i = 0; i < uint16(56); i++) {
      long at = table + (long) i * size;
      int type = int32(at);
      if (type != SEGMENT_LOAD && type != SEGMENT_DYNAMIC) {
        continue;
      }
      Segment segment = new Segment(int64(at + 8), int64(at + 16), int64(at + 32));
      if (segment.offset < 0 || segment.size < 0 || segment.offset > fileSize - segment.size) {
        throw new MalformedLibraryException(
            String.format(
                Locale.ROOT,
                "is cut off: %,d bytes, at least %,d are expected",
                fileSize,
                segment.offset + segment.size));
      }
      if (type == SEGMENT_LOAD) {
        loaded.add(segment);
      } else {
        dynamic = segment;
      }
    }
    if (dynamic == null) {
      throw new MalformedLibraryException("is malformed: no dynamic section");
    }
    return dynamic;
  }

  private void readEntries(Segment dynamic) {
    for (long at = dynamic.offset;
        at + DYNAMIC_SIZE <= dynamic.offset + dynamic.size && int64(at) != 0;
        at += DYNAMIC_SIZE) {
      entries.add(new Entry(int64(at), int64(at + 8)));
    }
  }

  /** The dynamic section. */
  List<Entry> entries() {
    return entries;
  }

  /**
   * The value of the first entry with a tag.
   *
   * @throws MalformedLibraryException if there is none
   */
  long value(long tag) {
    for (Entry entry : entries) {
      if (entry.tag == tag) {
        return entry.value;
      }
    }
    throw new MalformedLibraryException("is malformed: no dynamic entry " + tag);
  }

  /** The file offset of what is loaded at an address. */
  long offset(long address) {
    for (Segment segment : loaded) {
      if (address >= segment.address && address - segment.address < segment.size) {
        return address - segment.address + segment.offset;
      }
    }
    throw new MalformedLibraryException("is malformed: address outside of the file");
  }

  /** The file offset of a name in the string table. */
  long nameOffset(long index) {
    return strings + index;
  }

  /** A name of the string table. */
  String name(long index) {
    int from = position(nameOffset(index), 1);
    int to = from;
    while (bytes.get(position(to, 1)) != 0) {
      to++;
    }
    byte[] name = new byte[to - from];
    bytes.get(from, name);
    return new String(name, StandardCharsets.US_ASCII);
  }

  /** An unsigned 16-bit number. */
  int uint16(long offset) {
    return bytes.getShort(position(offset, Short.BYTES)) & 0xffff;
  }

  /** A 32-bit number. */
  int int32(long offset) {
    return bytes.getInt(position(offset, Integer.BYTES));
  }

  /** A 64-bit number. */
  long int64(long offset) {
    return bytes.getLong(position(offset, Long.BYTES));
  }

  private int position(long offset, int size) {
    if (offset < 0 || offset > bytes.limit() - size) {
      throw new MalformedLibraryException(
          "is malformed: offset " + offset + " outside of the file");
    }
    return (int) offset;
  }
}
