package dev.sluice.device.cuda.library;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Changes the version of a library that a shared library needs. The new name replaces the old one
 * in the list of needed libraries and in the symbol versions. Those contain the library's name too,
 * and the loader finds them by its hash.
 */
final class ElfRename {
  private static final long VERSIONS_NEEDED = 0x6ffffffeL;
  private static final long VERSIONS_NEEDED_COUNT = 0x6fffffffL;

  private final ElfImage image;
  private final ByteBuffer out;
  private final String from;
  private final String to;

  /** File offsets of the old name. Several entries may share one string, which is written once. */
  private final Set<Long> names = new TreeSet<>();

  private ElfRename(byte[] library, String from, String to) {
    this.image = new ElfImage(ByteBuffer.wrap(library), library.length);
    this.out = ByteBuffer.wrap(library.clone()).order(ByteOrder.LITTLE_ENDIAN);
    this.from = from;
    this.to = to;
  }

  /**
   * Copies a library, with one needed name replaced.
   *
   * @param library is not changed
   * @param from the name that it needs now
   * @param to the new name, of the same length
   * @throws MalformedLibraryException if it is not a library for this machine, or does not need
   *     {@code from}
   */
  static byte[] rename(byte[] library, String from, String to) {
    if (from.length() != to.length()) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "to: expected a name as long as %s, got %s", from, to));
    }
    return new ElfRename(library, from, to).run();
  }

  private byte[] run() {
    for (ElfImage.Entry entry : image.entries()) {
      if (entry.tag() == ElfLibrary.NEEDED && image.name(entry.value()).equals(from)) {
        names.add(image.nameOffset(entry.value()));
      }
    }
    if (names.isEmpty()) {
      throw new MalformedLibraryException("does not need " + from);
    }
    renameVersions();
    byte[] name = to.getBytes(StandardCharsets.US_ASCII);
    names.forEach(offset -> out.put(offset.intValue(), name));
    return out.array();
  }

  /** Visits the list of libraries whose symbol versions are needed; each has a list of versions. */
  private void renameVersions() {
    if (image.entries().stream().noneMatch(entry -> entry.tag() == VERSIONS_NEEDED)) {
      return;
    }
    long at = image.offset(image.value(VERSIONS_NEEDED));
    long next = at;
    for (long left = image.value(VERSIONS_NEEDED_COUNT); left > 0 && next > 0; left--) {
      long file = image.int32(at + 4);
      if (image.name(file).equals(from)) {
        names.add(image.nameOffset(file));
        renameVersions(at + image.int32(at + 8), image.uint16(at + 2));
      }
      next = image.int32(at + 12);
      at += next;
    }
  }

  private void renameVersions(long first, int count) {
    long at = first;
    for (int i = 0; i < count; i++) {
      long name = image.int32(at + 8);
      if (image.name(name).equals(from)) {
        names.add(image.nameOffset(name));
        out.putInt((int) at, hash(to));
      }
      at += image.int32(at + 12);
    }
  }

  /** The hash by which the loader compares versions (System V ABI, figure 5-13). */
  static int hash(String name) {
    int hash = 0;
    for (char c : name.toCharArray()) {
      hash = (hash << 4) + c;
      int high = hash & 0xf0000000;
      hash = (hash ^ high >>> 24) & ~high;
    }
    return hash;
  }
}
