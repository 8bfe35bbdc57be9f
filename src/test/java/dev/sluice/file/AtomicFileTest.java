package dev.sluice.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
  void textIsWrittenAsUtf8AndNoTemporaryFileIsLeft() throws IOException {
    AtomicFile.replace(target, "ü\n");
    assertEquals("ü\n", Files.readString(target));
    assertEquals(List.of("file"), names());
  }

  @Test
  void aFailedWriteLeavesTheOldFileAndNoTemporaryFile() throws IOException {
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
    // The temporary file of a process that was killed while it wrote.
    AtomicFile.replace(
        target,
        channel ->
            Files.copy(beside(), beside().resolveSibling(".sluice-" + UUID.randomUUID() + ".tmp")));
    assertEquals(4, names().size());
    AtomicFile.removeLeftovers(folder);
    assertEquals(others, names());
  }

  @Test
  void aLinkStaysAndItsTargetIsReplaced() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("file"));
    Path toLink = Files.createSymbolicLink(folder.resolve("to-link"), link);
    AtomicFile.replace(toLink, "new");
    assertTrue(Files.isSymbolicLink(link) && Files.isSymbolicLink(toLink));
    assertEquals("new", Files.readString(target));
    assertEquals(List.of("file", "link", "to-link"), names());
  }

  @Test
  void aDanglingLinkStaysAndItsTargetIsCreated() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("made"));
    AtomicFile.replace(link, "new");
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("new", Files.readString(folder.resolve("made")));
  }

  @Test
  void linksWithoutEndAreRefused() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("link"));
    assertThrows(FileSystemLoopException.class, () -> AtomicFile.replace(link, "new"));
  }

  @Test
  void aFolderIsRefusedAndAMissingOneNamed() {
    IOException refused =
        assertThrows(FileSystemException.class, () -> AtomicFile.replace(folder, "new"));
    assertTrue(refused.getMessage().contains("is a folder, expected a file"), refused::toString);
    Path missing = folder.resolve("missing");
    NoSuchFileException none =
        assertThrows(
            NoSuchFileException.class, () -> AtomicFile.replace(missing.resolve("file"), "new"));
    assertEquals(missing.toString(), none.getFile());
  }

  @Test
  void permissionsStay() throws IOException {
    assumeTrue(Files.getFileStore(target).supportsFileAttributeView("posix"));
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r-----"));
    AtomicFile.replace(target, "new");
    assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(target)));
  }

  @Test
  void aFileThatMayNotBeWrittenIsRefused() throws IOException {
    assumeTrue(target.toFile().setWritable(false));
    assumeTrue(!Files.isWritable(target), "root may write everything");
    assertThrows(AccessDeniedException.class, () -> AtomicFile.replace(target, "new"));
    assertEquals("old", Files.readString(target));
  }

  @Test
  void aDeviceIsWrittenTo() throws IOException {
    Path device = Path.of("/dev/null");
    assumeTrue(Files.exists(device));
    Path link = Files.createSymbolicLink(folder.resolve("link"), device);
    AtomicFile.replace(link, "new");
    AtomicFile.replace(device, "new");
    assertFalse(Files.isRegularFile(device));
    assertEquals(Destination.Kind.DEVICE, Destination.of(device).kind());
  }

  @Test
  void aFullDeviceIsAnError() throws IOException {
    Path device = Path.of("/dev/full");
    assumeTrue(Files.exists(device), "only Linux has a file that is always full");
    assertThrows(IOException.class, () -> AtomicFile.replace(device, "new"));
    assertTrue(Files.exists(device));
  }

  @Test
  void aPipeIsWrittenTo() throws Exception {
    Path pipe = folder.resolve("pipe");
    assumeTrue(Files.exists(Path.of("/usr/bin/mkfifo")), "no mkfifo");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    Process reader = new ProcessBuilder("cat", pipe.toString()).start();
    AtomicFile.replace(pipe, "new");
    assertEquals("new", new String(reader.getInputStream().readAllBytes(), UTF_8));
    assertEquals(List.of("file", "pipe"), names());
  }

  @Test
  void standardOutputIsKnownByAllItsNames() throws IOException {
    assumeTrue(Files.exists(Path.of("/proc/self/fd")), "only Linux shows open files");
    long self = ProcessHandle.current().pid();
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("/dev/stdout"));
    for (Path name :
        List.of(
            Path.of("/dev/stdout"),
            Path.of("/dev/fd/1"),
            Path.of("/proc/self/fd/1"),
            Path.of("/proc/" + self + "/fd/1"),
            link)) {
      assertEquals(Destination.Kind.STANDARD_OUTPUT, Destination.of(name).kind(), name::toString);
    }
    assertEquals(Destination.Kind.STANDARD_ERROR, Destination.of(Path.of("/dev/stderr")).kind());
    assertThrows(FileSystemException.class, () -> Destination.of(Path.of("/dev/fd/9876")));
  }

  /** The JVM has its class files and jars open, with small descriptor numbers. */
  @Test
  void aFileThatThisProcessHasOpenIsNotReplacedByItsNumber() throws IOException {
    assumeTrue(Files.exists(Path.of("/proc/self/fd")), "only Linux shows open files");
    Path file = Files.writeString(folder.resolve("open"), "as it was").toRealPath();
    try (FileChannel open = FileChannel.open(file)) {
      Path number = numberOf(file);
      assertThrows(FileSystemException.class, () -> AtomicFile.replace(number, "another"));
      assertTrue(open.isOpen());
    }
    assertEquals("as it was", Files.readString(file));
  }

  private static Path numberOf(Path file) throws IOException {
    try (Stream<Path> numbers = Files.list(Path.of("/proc/self/fd"))) {
      return numbers.filter(number -> leadsTo(number, file)).findFirst().orElseThrow();
    }
  }

  private static boolean leadsTo(Path link, Path file) {
    try {
      return Files.readSymbolicLink(link).equals(file);
    } catch (IOException e) {
      return false; // The descriptor of the listing itself is closed by now.
    }
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
