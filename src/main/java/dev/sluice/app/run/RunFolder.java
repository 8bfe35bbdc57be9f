package dev.sluice.app.run;

import dev.sluice.app.launch.UserError;
import dev.sluice.app.output.InputPaths;
import dev.sluice.file.AtomicFile;
import dev.sluice.resource.OpenResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of one run, locked against other writers until it is closed.
 *
 * <p>The lock is a file lock on {@value #LOCK_FILE}. The operating system releases it when the
 * process ends, even if the process is killed. The file stays and marks the folder as a run folder.
 * Its text names the process that holds the lock, for messages only.
 */
public final class RunFolder implements AutoCloseable {
  static final String LOCK_FILE = ".lock";

  /** After the text, because on Windows other processes cannot read a locked region. */
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  /** The beginning of the text of every lock file. */
  private static final String PROCESS = "process ";

  private final Path path;
  private final List<String> files;
  private final FileChannel channel;
  private final OpenResource opened;
  private boolean holdsEarlierRun;

  private RunFolder(Path path, List<String> files, FileChannel channel) {
    this.path = path;
    this.files = List.copyOf(files);
    this.channel = channel;
    this.opened = OpenResource.opened("run folder", path);
  }

  /**
   * Opens a folder for a new run. Creates the folder if it does not exist; otherwise it must be
   * empty.
   *
   * @param files names of all files that a run writes
   * @param inputs inputs of the command; none of them may be one of these files
   * @param remedy what the user can do about an earlier run in the folder, for the message
   * @throws UserError if the folder is not empty, or another process uses it
   * @throws UncheckedIOException if the folder cannot be created or written
   */
  public static RunFolder create(Path path, List<String> files, InputPaths inputs, String remedy) {
    if (exists(path) && !Files.isDirectory(path)) {
      throw new UserError(path + " is a file, expected a folder");
    }
    if (Files.isDirectory(path) && !isRun(path) && isNotEmpty(path)) {
      throw new UserError(path + " is not empty and is not a run folder; choose another");
    }
    RunFolder folder = lock(path, files, inputs);
    if (isNotEmpty(path)) {
      folder.close();
      throw new UserError(path + " holds an earlier run; " + remedy + ", or choose another");
    }
    return folder;
  }

  /**
   * Opens a folder for a new run, also the folder of an earlier run. Its files stay until {@link
   * #removeEarlierRun}.
   *
   * @param files names of all files that a run writes; a folder with other files is refused
   * @param inputs inputs of the command; none of them may be one of these files
   * @throws UserError if the folder holds other files, or another process uses it
   * @throws UncheckedIOException if the folder cannot be created or written
   */
  public static RunFolder replace(Path path, List<String> files, InputPaths inputs) {
    if (!isRun(path)) {
      return create(path, files, inputs, "use --force to replace it");
    }
    RunFolder folder = lock(path, files, inputs);
    try {
      List<String> names = new ArrayList<>(names(path));
      folder.holdsEarlierRun = names.removeAll(files);
      if (!names.isEmpty()) {
        throw new UserError(
            path + " holds a file that is not part of a run, " + names.get(0) + "; choose another");
      }
      return folder;
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  /**
   * Opens the folder of an earlier run to resume it.
   *
   * @param files names of all files that a run writes
   * @param inputs inputs of the command; none of them may be one of these files
   * @throws UserError if it is not a run folder, or another process uses it
   * @throws UncheckedIOException if the folder cannot be written
   */
  public static RunFolder resume(Path path, List<String> files, InputPaths inputs) {
    if (!isRun(path)) {
      String found = exists(path) ? " is not a run folder" : " does not exist";
      throw new UserError("nothing to resume: " + path + found);
    }
    return lock(path, files, inputs);
  }

  /** Whether the files of the earlier run that this run replaces still exist. */
  public boolean holdsEarlierRun() {
    return holdsEarlierRun;
  }

  /**
   * Removes the files of the earlier run, after the new run has written its first file. Symbolic
   * links stay; their targets are replaced when they are written.
   *
   * @param written name of the file that the new run has already written
   * @throws UncheckedIOException if a file cannot be removed
   */
  public void removeEarlierRun(String written) {
    try {
      for (String name : files) {
        Path file = path.resolve(name);
        if (!name.equals(written) && !Files.isSymbolicLink(file)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    holdsEarlierRun = false;
  }

  /** The path of the folder. */
  public Path path() {
    return path;
  }

  /**
   * The path of a file of the run, which need not exist.
   *
   * @throws IllegalArgumentException if it is not one of the files that the folder was opened for
   */
  public Path file(String name) {
    if (!files.contains(name)) {
      throw new IllegalArgumentException("file: expected one of " + files + ", got " + name);
    }
    return path.resolve(name);
  }

  /**
   * Writes a text file in UTF-8, see {@link AtomicFile#replace(Path, String)}.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  public void write(String name, String text) {
    write(name, channel -> writeAll(StandardCharsets.UTF_8.encode(text), channel));
  }

  /**
   * Writes a file, see {@link AtomicFile#replace(Path, AtomicFile.Body)}.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  public void write(String name, AtomicFile.Body body) {
    try {
      AtomicFile.replace(file(name), body);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file(name), e);
    }
  }

  /** Releases the lock. Further calls do nothing. */
  @Override
  public void close() {
    opened.closed();
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot release " + path.resolve(LOCK_FILE), e);
    }
  }

  private static boolean isRun(Path path) {
    return Files.isRegularFile(path.resolve(LOCK_FILE), LinkOption.NOFOLLOW_LINKS);
  }

  /** Unlike {@link Files#exists}, it does not report a file as missing if permission is denied. */
  private static boolean exists(Path path) {
    try {
      Files.readAttributes(path, BasicFileAttributes.class);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isNotEmpty(Path path) {
    return !names(path).isEmpty();
  }

  /** The names of all files in the folder, except the lock file. */
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

  private static RunFolder lock(Path path, List<String> files, InputPaths inputs) {
    Path lock = path.resolve(LOCK_FILE);
    try {
      Files.createDirectories(path);
      requireNoInput(path, files, inputs);
      if (Files.exists(lock, LinkOption.NOFOLLOW_LINKS) && !isRun(path)) {
        throw foreign(lock);
      }
      FileChannel channel =
          FileChannel.open(
              lock,
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              LinkOption.NOFOLLOW_LINKS);
      try {
        if (!tryLock(channel)) {
          throw new UserError(
              path + " is in use" + holder(path) + "; wait for it or choose another");
        }
        requireOwn(lock, channel);
        channel.truncate(0);
        writeAll(StandardCharsets.UTF_8.encode(describeThisProcess()), channel);
        AtomicFile.removeLeftovers(path);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
      return new RunFolder(path, files, channel);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Checks that no file of the run is an input or a link to an input. */
  private static void requireNoInput(Path path, List<String> files, InputPaths inputs)
      throws IOException {
    for (String name : files) {
      Path file = path.resolve(name);
      if (Files.exists(file)) {
        Path real = file.toRealPath();
        // The run folder may be inside a data folder, but a link out of the run folder must not
        // point to data.
        boolean inside = real.startsWith(path.toRealPath());
        (inside ? inputs.files() : inputs).requireNotInput(file.toString(), real);
      }
    }
  }

  /**
   * Checks that the lock file was written by a run. Another file of this name must not be
   * overwritten.
   */
  private static void requireOwn(Path lock, FileChannel channel) throws IOException {
    ByteBuffer start = ByteBuffer.allocate(PROCESS.length());
    while (start.hasRemaining() && channel.read(start, start.position()) >= 0) {}
    String found = StandardCharsets.UTF_8.decode(start.flip()).toString();
    if (!found.isEmpty() && !found.equals(PROCESS)) {
      throw foreign(lock);
    }
  }

  private static UserError foreign(Path lock) {
    return new UserError(lock + " is not the lock of a run; remove it, or choose another folder");
  }

  /** Tries to lock the channel. Closing the channel releases the lock. */
  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
      return lock != null;
    } catch (OverlappingFileLockException heldByThisProcess) {
      return false;
    }
  }

  private static void writeAll(ByteBuffer bytes, FileChannel channel) throws IOException {
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
        PROCESS + "%d, since %s: %s%n",
        self.pid(),
        start.truncatedTo(ChronoUnit.SECONDS),
        command);
  }

  private static String holder(Path path) throws IOException {
    String text = Files.readString(path.resolve(LOCK_FILE)).strip();
    return Optional.of(text).filter(t -> !t.isEmpty()).map(t -> " by " + t).orElse("");
  }
}
