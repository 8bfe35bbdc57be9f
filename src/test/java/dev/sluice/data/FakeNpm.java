package dev.sluice.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;

/** A shell script that replaces npm. It records each call in {@code calls} and needs no network. */
final class FakeNpm {
  private final Path folder;

  FakeNpm(Path folder) {
    this.folder = folder;
  }

  /** An npm that delivers a package with one file. */
  String delivering(String member, String content) throws IOException {
    Path archive = folder.resolve("prepared.archive");
    Files.write(archive, archive(member, content));
    return script("cp '" + archive + "' ./some-1.0.0.tgz");
  }

  /** An npm that runs a shell line in the folder where it is started. */
  String script(String line) throws IOException {
    Path script = folder.resolve("npm");
    Files.writeString(
        script, "#!/bin/sh\necho \"$@\" >> '" + folder.resolve("calls") + "'\n" + line + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return script.toString();
  }

  int calls() throws IOException {
    Path calls = folder.resolve("calls");
    return Files.exists(calls) ? Files.readAllLines(calls).size() : 0;
  }

  private static byte[] archive(String member, String content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new GzipCompressorOutputStream(bytes))) {
      add(tar, "package/README.md", "something else first");
      add(tar, member, content);
    }
    return bytes.toByteArray();
  }

  private static void add(TarArchiveOutputStream tar, String name, String content)
      throws IOException {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(bytes.length);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }
}
