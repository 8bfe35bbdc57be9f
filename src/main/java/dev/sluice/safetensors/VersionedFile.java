package dev.sluice.safetensors;

import dev.sluice.file.FileFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;

/** One version of a file. The file is opened for each use, and refused if it has changed since. */
final class VersionedFile {
  private final Path path;
  private final Version version;

  private VersionedFile(Path path, Version version) {
    this.path = path;
    this.version = version;
  }

  /** Attributes that change when the file is written or replaced. */
  private record Version(long size, FileTime modified, Object key) {
    static Version of(Path path) throws IOException {
      BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
      return new Version(found.size(), found.lastModifiedTime(), found.fileKey());
    }
  }

  /** An operation on the open file. */
  @FunctionalInterface
  interface Body<T> {
    T apply(FileChannel channel) throws IOException;
  }

  /** Remembers the current version of a file. */
  static VersionedFile of(Path path) {
    try {
      return new VersionedFile(path, Version.of(path));
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /** Returns the file's size in bytes. */
  long size() {
    return version.size();
  }

  /** Opens the file, calls the body and closes the file. */
  <T> T reading(Body<T> body) {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      // Checked after opening: a later replacement does not change the open file.
      Version now = Version.of(path);
      if (!Objects.equals(now, version)) {
        throw failure("expected the file as it was first read, found it changed");
      }
      return body.apply(channel);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /** Fills a buffer with the bytes at a position of the file, and flips it. */
  void fill(FileChannel channel, ByteBuffer buffer, long position) throws IOException {
    long at = position;
    while (buffer.hasRemaining()) {
      int read = channel.read(buffer, at);
      if (read < 0) {
        throw failure("expected " + buffer.remaining() + " more bytes at " + at + ", found none");
      }
      at += read;
    }
    buffer.flip();
  }

  SafetensorsException failure(String what) {
    return new SafetensorsException(path + ": " + what);
  }

  private static UncheckedIOException unreadable(Path path, IOException e) {
    return new UncheckedIOException("cannot read " + path + ": " + FileFailure.reason(e), e);
  }
}
