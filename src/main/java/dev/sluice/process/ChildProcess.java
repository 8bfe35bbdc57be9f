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
 * Another program that runs as a child process and ends with this JVM. {@link #close} ends it and
 * all its descendants; so does the end of the JVM, also by a signal. On systems with a POSIX shell
 * it ends even if this JVM is killed: a shell around it waits for the end of a pipe from this JVM.
 *
 * <p>The standard input of the process is empty.
 */
public final class ChildProcess implements AutoCloseable {
  /** Exit statuses of the shell for a command that cannot be run and for one that is not found. */
  private static final List<Integer> NOT_STARTED = List.of(126, 127);

  private static final Duration TIME_TO_END = Duration.ofSeconds(2);

  /**
   * Runs the arguments as a command. Standard input is the pipe from the JVM. When it ends, the
   * script ends the command with SIGTERM, and 2 s later with SIGKILL.
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
   * @param output file for standard output and standard error
   * @param command a path, or a name that is looked up on the PATH, and the arguments
   * @throws CannotRunException if it cannot be started; with a POSIX shell {@link #await} throws it
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
   * @param limit maximum time to wait
   * @param interval time between two calls of {@code progress}
   * @param progress receives the time waited so far
   * @return the exit status
   * @throws CannotRunException if the command does not exist or cannot be run
   * @throws TimeoutException if the process has not ended within the limit; it runs until {@link
   *     #close}
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

  /**
   * Ends the process and its descendants if they are still running. Further calls have no effect.
   */
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
    // Listed before the process ends: its children then have no parent and are not found.
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
