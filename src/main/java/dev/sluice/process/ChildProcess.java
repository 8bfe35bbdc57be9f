package dev.sluice.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A process of another program that does not outlive this JVM. {@link #close} and the JVM's end, by
 * a signal too, end it and all its descendants. Where there is a POSIX shell it also ends when this
 * JVM is killed and can do nothing: the shell that starts it waits for the end of a pipe from here.
 *
 * <p>The process has an empty standard input.
 */
public final class ChildProcess implements AutoCloseable {
  /** What the shell answers for a command that it cannot run, and for one that it cannot find. */
  private static final List<Integer> NOT_STARTED = List.of(126, 127);

  private static final Duration TIME_TO_END = Duration.ofSeconds(2);

  /**
   * Runs the arguments as a command. The pipe from the JVM is standard input here; it ends with the
   * JVM, and then the command is asked to end, and made to 2 s later.
   */
  private static final String GUARD =
      """
      exec 3<&0
      "$@" 3<&- </dev/null &
      child=$!
      { while read -r line <&3; do :; done; kill $child; sleep 2; kill -9 $child; } \
      >/dev/null 2>&1 &
      guard=$!
      exec 3<&-
      wait $child
      status=$?
      kill $guard 2>/dev/null
      exit $status
      """;

  private final String command;
  private final Process process;
  private final Thread hook = new Thread(this::end, "end-child-process");

  private ChildProcess(String command, Process process) {
    this.command = command;
    this.process = process;
  }

  /**
   * Starts a command.
   *
   * @param folder working directory
   * @param output file that takes standard output and standard error
   * @param command a name looked up on the PATH, or a path, and its arguments
   * @throws CannotRunException if it cannot be started; under a POSIX shell {@link #await} says so
   */
  public static ChildProcess start(Path folder, Path output, List<String> command)
      throws CannotRunException {
    ProcessBuilder builder =
        new ProcessBuilder(guarded(command))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    var started = new ChildProcess(command.get(0), start(builder, command.get(0)));
    try {
      Runtime.getRuntime().addShutdownHook(started.hook);
    } catch (IllegalStateException shutdownHasBegun) {
      started.end();
    }
    return started;
  }

  private static Process start(ProcessBuilder builder, String command) throws CannotRunException {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new CannotRunException(command, e);
    }
  }

  /**
   * Waits for the end of the process.
   *
   * @param limit longest wait
   * @param interval time between two calls of {@code progress}
   * @param progress told how long it has waited so far
   * @return the exit status
   * @throws CannotRunException if there is no such command, or it cannot be run
   * @throws TimeoutException if it has not ended within the limit; it runs on until {@link #close}
   * @throws InterruptedException if this thread is interrupted while it waits
   */
  public int await(Duration limit, Duration interval, Consumer<Duration> progress)
      throws CannotRunException, InterruptedException, TimeoutException {
    long start = System.nanoTime();
    Duration waited = Duration.ZERO;
    while (waited.compareTo(limit) < 0) {
      Duration next = shorter(interval, limit.minus(waited));
      boolean ended = process.waitFor(next.toNanos(), TimeUnit.NANOSECONDS);
      if (ended) {
        return status();
      }
      waited = Duration.ofNanos(System.nanoTime() - start);
      progress.accept(waited);
    }
    throw new TimeoutException(command + " has not ended within " + limit.toSeconds() + " s");
  }

  /** Ends the process and its descendants if they still run. Further calls do nothing. */
  @Override
  public void close() {
    end();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shutdownHasBegun) {
      // The hook has run or runs now.
    }
  }

  private int status() throws CannotRunException {
    int status = process.exitValue();
    if (NOT_STARTED.contains(status)) {
      throw new CannotRunException(command, null);
    }
    return status;
  }

  private void end() {
    // Taken before the first end: orphans are nobody's descendants.
    List<ProcessHandle> all = new ArrayList<>();
    try (Stream<ProcessHandle> descendants = process.descendants()) {
      descendants.forEach(all::add);
    }
    all.add(process.toHandle());
    all.forEach(ProcessHandle::destroy);
    long deadline = System.nanoTime() + TIME_TO_END.toNanos();
    for (ProcessHandle each : all) {
      if (!endsBefore(deadline, each)) {
        each.destroyForcibly();
      }
    }
  }

  private static boolean endsBefore(long deadline, ProcessHandle handle) {
    try {
      handle.onExit().get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> guarded(List<String> command) {
    if (File.separatorChar == '\\') {
      return command;
    }
    List<String> guarded = new ArrayList<>(List.of("/bin/sh", "-c", GUARD, "sh"));
    guarded.addAll(command);
    return guarded;
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
