package dev.sluice.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.io.input.BoundedInputStream;

/** Extracts files from an npm archive. The only class that uses Commons Compress. */
final class NpmArchive {
  /** Maximum unpacked size of the other files of a package and of the archive's own records. */
  private static final long OTHER_BYTES = 16 << 20;

  private NpmArchive() {}

  /**
   * Extracts files into a folder, each under its own file name. Stops after the last of them.
   *
   * @param wanted files of one package, with different file names
   * @param folder an empty folder
   * @throws IOException if the archive does not contain a file, or the file has another size; the
   *     content is not yet checked
   */
  static void extract(List<NpmFile> wanted, Path archive, Path folder) throws IOException {
    Map<String, NpmFile> missing = new LinkedHashMap<>();
    wanted.forEach(file -> missing.put(file.member(), file));
    try (InputStream file = Files.newInputStream(archive);
        TarArchiveInputStream tar = new TarArchiveInputStream(unpack(file, wanted))) {
      while (!missing.isEmpty()) {
        TarArchiveEntry entry = tar.getNextEntry();
        if (entry == null) {
          throw new IOException(
              archive.getFileName() + " holds no " + missing.keySet().iterator().next());
        }
        NpmFile found = entry.isFile() ? missing.remove(entry.getName()) : null;
        if (found != null) {
          requireSize(found, entry.getSize(), archive);
          Files.copy(tar, folder.resolve(found.fileName()));
        }
      }
    }
  }

  private static void requireSize(NpmFile wanted, long bytes, Path archive) throws IOException {
    if (bytes != wanted.bytes()) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s holds a %s of %d bytes, expected %d",
              archive.getFileName(),
              wanted.member(),
              bytes,
              wanted.bytes()));
    }
  }

  /** Throws an exception if the archive unpacks to more than the package can contain. */
  private static InputStream unpack(InputStream archive, List<NpmFile> wanted) throws IOException {
    long max = Math.addExact(wanted.stream().mapToLong(NpmFile::bytes).sum(), OTHER_BYTES);
    return BoundedInputStream.builder()
        .setInputStream(GzipCompressorInputStream.builder().setInputStream(archive).get())
        .setMaxCount(max)
        .setOnMaxCount(
            (limit, count) -> {
              throw new IOException(
                  "the archive of "
                      + wanted.get(0).spec()
                      + " unpacks to more than "
                      + max
                      + " bytes");
            })
        .get();
  }
}
