package dev.sluice.device.cuda.library;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The names in a shared library: its own, and those of the libraries that it needs.
 *
 * @param soname the name that other libraries refer to; empty if it has none
 * @param needed the names of the libraries that it needs
 */
record ElfLibrary(String soname, List<String> needed) {
  static final long NEEDED = 1;
  private static final long SONAME = 14;

  ElfLibrary {
    needed = List.copyOf(needed);
  }

  /**
   * Reads a file. It is mapped into memory, so only the few pages that matter are read.
   *
   * @throws MalformedLibraryException if it is not a library for this machine, or cannot be read
   */
  static ElfLibrary read(Path file) {
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      ByteBuffer bytes =
          channel.map(FileChannel.MapMode.READ_ONLY, 0, Math.min(size, Integer.MAX_VALUE));
      return of(new ElfImage(bytes, size));
    } catch (IOException e) {
      throw new MalformedLibraryException("cannot be read: " + e);
    }
  }

  /** Reads the names from an image. */
  static ElfLibrary of(ElfImage image) {
    String soname = "";
    var needed = new ArrayList<String>();
    for (ElfImage.Entry entry : image.entries()) {
      if (entry.tag() == SONAME) {
        soname = image.name(entry.value());
      } else if (entry.tag() == NEEDED) {
        needed.add(image.name(entry.value()));
      }
    }
    return new ElfLibrary(soname, needed);
  }
}
