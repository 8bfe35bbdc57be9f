package dev.sluice.app.run;

import dev.sluice.app.launch.UserError;
import dev.sluice.file.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of one run, held against a second writer until it is closed.
 *
 * <p>The operating system holds the lock on the file {@value #LOCK_FILE} and lets it go when the
 * process ends, however it ends; the file itself stays and marks the folder as a run's. Its text
 * names the holder, for the message only.
 */
public final class RunFolder implements AutoCloseable {
  static final String LOCK_FILE = ".lock";

  /** Behind the text, since on Windows nobody else can read a locked region. */
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  private final Path path;
  private final FileChannel channel;

  private RunFolder(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Takes a folder for a new run: made where it is not there, else empty.
   *
   * @throws UserError if something is in it, or another process writes there
   * @throws UncheckedIOException if the folder cannot be made or written to
   */
  public static RunFolder create(Path path) {
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw new UserError(path + " is a file; expected a folder for the run");
    }
    if (Files.isDirectory(path) && !isRun(path) && holdsSomething(path)) {
      throw new UserError(path + " is not empty and no run folder; choose another");
    }
    RunFolder folder = lock(path);
    if (holdsSomething(path)) {
      folder.close();
      throw new UserError(
          path
              + " holds an earlier run; --resume continues it, --force replaces it, or choose another");
    }
    return folder;
  }

  /**
   * Takes a folder for a new run, and removes an earlier run from it.
   *
   * @param files what a run leaves there; anything else is not touched and refused
   * @throws UserError if something else is in it, or another process writes there
   * @throws UncheckedIOException if the folder cannot be made or written to
   */
  public static RunFolder replace(Path path, List<String> files) {
    if (!isRun(path)) {
      return create(path);
    }
    RunFolder folder = lock(path);
    try {
      List<String> others = new ArrayList<>(names(path));
      others.removeAll(files);
      if (!others.isEmpty()) {
        throw new UserError(
            path + " holds other files than a run's, " + others.get(0) + "; choose another");
      }
      for (String file : files) {
        Files.deleteIfExists(folder.file(file));
      }
      return folder;
    } catch (IOException e) {
      folder.close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  /**
   * Takes the folder of an earlier run.
   *
   * @throws UserError if it is not one, or another process writes there
   * @throws UncheckedIOException if the folder cannot be written to
   */
  public static RunFolder resume(Path path) {
    if (!isRun(path)) {
      String found = Files.exists(path) ? " is no run folder" : " does not exist";
      throw new UserError("nothing to resume: " + path + found);
    }
    return lock(path);
  }

  /** The folder itself. */
  public Path path() {
    return path;
  }

  /** The path of a file in the folder, which need not exist. */
  public Path file(String name) {
    return path.resolve(name);
  }

  /**
   * Writes a text file, beside its target and then renamed, in UTF-8.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  public void write(String name, String text) {
    try {
      AtomicFile.replace(file(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file(name), e);
    }
  }

  /** Lets the next writer in. Further calls do nothing. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot release " + file(LOCK_FILE), e);
    }
  }

  private static boolean isRun(Path path) {
    return Files.isRegularFile(path.resolve(LOCK_FILE));
  }

  private static boolean holdsSomething(Path path) {
    return !names(path).isEmpty();
  }

  /** What is in the folder, apart from the lock. */
  private static List<String> names(Path path) {
    try (Stream<Path> entries = Files.list(path)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> !name.equals(LOCK_FILE))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RunFolder lock(Path path) {
    try {
      Files.createDirectories(path);
      FileChannel channel =
          FileChannel.open(
              path.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        if (!tryLock(channel)) {
          throw new UserError(
              path + " is in use" + holder(path) + "; wait for it or choose another");
        }
        write(channel, describeThisProcess());
        AtomicFile.removeLeftovers(path);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
      return new RunFolder(path, channel);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The channel's end releases the lock. */
  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
      return lock != null;
    } catch (OverlappingFileLockException heldByThisProcess) {
      return false;
    }
  }

  private static void write(FileChannel channel, String text) throws IOException {
    channel.truncate(0);
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static String describeThisProcess() {
    ProcessHandle self = ProcessHandle.current();
    String command = Objects.requireNonNullElse(System.getProperty("sun.java.command"), "java");
    Instant start = self.info().startInstant().orElseGet(Instant::now);
    return String.format(
        Locale.ROOT,
        "process %d, since %s: %s%n",
        self.pid(),
        start.truncatedTo(ChronoUnit.SECONDS),
        command);
  }

  private static String holder(Path path) throws IOException {
    String text = Files.readString(path.resolve(LOCK_FILE)).strip();
    return Optional.of(text).filter(t -> !t.isEmpty()).map(t -> " by " + t).orElse("");
  }
}
