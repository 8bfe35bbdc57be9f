package dev.sluice.app.run;

import dev.sluice.app.launch.UserError;
import dev.sluice.app.output.Inputs;
import dev.sluice.file.AtomicFile;
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

  /** What the text of each lock begins with. */
  private static final String PROCESS = "process ";

  private final Path path;
  private final List<String> files;
  private final FileChannel channel;
  private boolean holdsEarlierRun;

  private RunFolder(Path path, List<String> files, FileChannel channel) {
    this.path = path;
    this.files = List.copyOf(files);
    this.channel = channel;
  }

  /**
   * Takes a folder for a new run: made where it is not there, else empty.
   *
   * @param files names of all that a run leaves there
   * @param inputs of the command, none of which may be one of these files
   * @throws UserError if something is in it, or another process writes there
   * @throws UncheckedIOException if the folder cannot be made or written to
   */
  public static RunFolder create(Path path, List<String> files, Inputs inputs) {
    if (exists(path) && !Files.isDirectory(path)) {
      throw new UserError(path + " is a file; expected a folder for the run");
    }
    if (Files.isDirectory(path) && !isRun(path) && holdsSomething(path)) {
      throw new UserError(path + " is not empty and no run folder; choose another");
    }
    RunFolder folder = lock(path, files, inputs);
    if (holdsSomething(path)) {
      folder.close();
      throw new UserError(
          path
              + " holds an earlier run; --resume continues it, --force replaces it, or choose another");
    }
    return folder;
  }

  /**
   * Takes a folder for a new run, also one of an earlier run, whose files stay until {@link
   * #removeEarlierRun}.
   *
   * @param files names of all that a run leaves there; anything else is not touched and refused
   * @param inputs of the command, none of which may be one of these files
   * @throws UserError if something else is in it, or another process writes there
   * @throws UncheckedIOException if the folder cannot be made or written to
   */
  public static RunFolder replace(Path path, List<String> files, Inputs inputs) {
    if (!isRun(path)) {
      return create(path, files, inputs);
    }
    RunFolder folder = lock(path, files, inputs);
    try {
      List<String> names = new ArrayList<>(names(path));
      folder.holdsEarlierRun = names.removeAll(files);
      if (!names.isEmpty()) {
        throw new UserError(
            path + " holds other files than a run's, " + names.get(0) + "; choose another");
      }
      return folder;
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  /**
   * Takes the folder of an earlier run.
   *
   * @param files names of all that a run leaves there
   * @param inputs of the command, none of which may be one of these files
   * @throws UserError if it is not one, or another process writes there
   * @throws UncheckedIOException if the folder cannot be written to
   */
  public static RunFolder resume(Path path, List<String> files, Inputs inputs) {
    if (!isRun(path)) {
      String found = exists(path) ? " is no run folder" : " does not exist";
      throw new UserError("nothing to resume: " + path + found);
    }
    return lock(path, files, inputs);
  }

  /** Whether files of the run that this one replaces are still there. */
  public boolean holdsEarlierRun() {
    return holdsEarlierRun;
  }

  /**
   * Removes the files of the earlier run, now that the new one has something to put there. Symbolic
   * links stay: what they lead to is replaced when it is written.
   *
   * @param written by the new run already
   * @throws UncheckedIOException if one cannot be removed
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

  /** The folder itself. */
  public Path path() {
    return path;
  }

  /**
   * The path of one of the run's files, which need not exist.
   *
   * @throws IllegalArgumentException if it is none of those that the folder was taken for
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
    write(name, channel -> drain(StandardCharsets.UTF_8.encode(text), channel));
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

  /** Lets the next writer in. Further calls do nothing. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot release " + path.resolve(LOCK_FILE), e);
    }
  }

  private static boolean isRun(Path path) {
    return Files.isRegularFile(path.resolve(LOCK_FILE), LinkOption.NOFOLLOW_LINKS);
  }

  /** Unlike {@link Files#exists} it does not take what may not be seen for missing. */
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

  private static RunFolder lock(Path path, List<String> files, Inputs inputs) {
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
        drain(StandardCharsets.UTF_8.encode(describeThisProcess()), channel);
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

  /** One of the run's files may be a link to an input, or the input itself. */
  private static void requireNoInput(Path path, List<String> files, Inputs inputs)
      throws IOException {
    for (String name : files) {
      Path file = path.resolve(name);
      if (Files.exists(file)) {
        Path real = file.toRealPath();
        // The folder of the run may lie in that of the data; what it leads to may not.
        boolean own = real.startsWith(path.toRealPath());
        (own ? inputs.files() : inputs).requireNone(file.toString(), real);
      }
    }
  }

  /** A file of this name that is not a run's is somebody's, and not to be overwritten. */
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

  /** The channel's end releases the lock. */
  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
      return lock != null;
    } catch (OverlappingFileLockException heldByThisProcess) {
      return false;
    }
  }

  private static void drain(ByteBuffer bytes, FileChannel channel) throws IOException {
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
