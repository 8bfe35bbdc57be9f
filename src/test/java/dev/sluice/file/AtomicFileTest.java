package dev.sluice.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  private final IOException full = new IOException("No space left on device");

  @TempDir private Path folder;
  private Path target;

  @BeforeEach
  void writeAnOldFile() throws IOException {
    target = folder.resolve("file");
    Files.writeString(target, "old");
  }

  @Test
  void textIsWrittenAsUtf8AndNothingIsLeftBeside() throws IOException {
    AtomicFile.replace(target, "ü\n");
    assertEquals("ü\n", Files.readString(target));
    assertEquals(List.of("file"), names());
  }

  @Test
  void aWriteThatFailsHalfwayLeavesTheOldFileAndNothingBeside() throws IOException {
    IOException thrown =
        assertThrows(IOException.class, () -> AtomicFile.replace(target, this::fillTheDisk));
    assertEquals(full, thrown);
    assertEquals("old", Files.readString(target));
    assertEquals(List.of("file"), names());
  }

  @Test
  void leftoversAreItsOwnFilesOnly() throws IOException {
    List<String> others = List.of(".sluice-my.tmp", "file", "notes.tmp");
    Files.createFile(folder.resolve("notes.tmp"));
    Files.createFile(folder.resolve(".sluice-my.tmp"));
    // What a process leaves that is killed while it writes.
    AtomicFile.replace(
        target,
        channel ->
            Files.copy(beside(), beside().resolveSibling(".sluice-" + UUID.randomUUID() + ".tmp")));
    assertEquals(4, names().size());
    AtomicFile.removeLeftovers(folder);
    assertEquals(others, names());
  }

  private void fillTheDisk(FileChannel channel) throws IOException {
    channel.write(ByteBuffer.allocate(100));
    throw full;
  }

  private Path beside() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().length() > ".sluice-my.tmp".length())
          .findFirst()
          .orElseThrow();
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
