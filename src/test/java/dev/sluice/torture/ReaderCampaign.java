package dev.sluice.torture;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * Fuzzes one reader with damaged files. For each file the reader must return, or throw an exception
 * that it declares with a message of bounded length, in bounded time and memory.
 *
 * <p>File number {@code i} depends only on the seed, the name of the target and {@code i}.
 */
public final class ReaderCampaign {
  /** The time limit for one file; a reader needs milliseconds. */
  private static final Duration MOST_TIME = Duration.ofSeconds(20);

  private static final long MOST_BYTES = 256L << 20;
  private static final int LONGEST_MESSAGE = 8000;
  private static final int TRACE_LINES = 12;

  /** The campaign stops after this many faults; more are probably of the same kind. */
  private static final int MOST_FAULTS = 20;

  private final ReaderTarget target;
  private final long seed;
  private final Path work;
  private final Path kept;
  private final List<ReaderFault> faults = new ArrayList<>();
  private long accepted;
  private long refused;
  private long slowestNanos;
  private long mostBytes;

  private record Attempt(Throwable thrown, long nanos, long bytes) {}

  /**
   * @param work a folder for the files
   * @param kept folder for copies of files that cause a fault; created when there is one
   */
  public ReaderCampaign(ReaderTarget target, long seed, Path work, Path kept) {
    this.target = target;
    this.seed = seed;
    this.work = work;
    this.kept = kept;
  }

  /** Tries this number of files; fewer if the time is over or there are many faults. */
  public ReaderResult run(long files, Duration time) throws IOException, InterruptedException {
    Deadline deadline = Deadline.in(time);
    ExecutorService thread = Executors.newSingleThreadExecutor(ReaderCampaign::daemon);
    try {
      requireSamplesAccepted(thread);
      for (long i = 0; i < files && !deadline.isOver() && faults.size() < MOST_FAULTS; i++) {
        if (!attempt(thread, i)) {
          break;
        }
      }
    } finally {
      thread.shutdownNow();
    }
    return new ReaderResult(
        target.name(),
        accepted,
        refused,
        TimeUnit.NANOSECONDS.toMillis(slowestNanos),
        mostBytes,
        List.copyOf(faults));
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "reader");
    thread.setDaemon(true);
    return thread;
  }

  /** Checks that the samples are accepted. A refused sample would make the campaign useless. */
  private void requireSamplesAccepted(ExecutorService thread)
      throws IOException, InterruptedException {
    for (byte[] sample : target.samples()) {
      Attempt whole = await(thread.submit(() -> read(write(sample))));
      if (whole == null || whole.thrown() != null) {
        throw new IllegalStateException(
            target.name() + ": a whole sample is not read", whole == null ? null : whole.thrown());
      }
    }
  }

  /** Returns whether the thread can still be used. */
  private boolean attempt(ExecutorService thread, long number)
      throws IOException, InterruptedException {
    byte[] damaged = damaged(number);
    Path file = write(damaged);
    Attempt attempt = await(thread.submit(() -> read(file)));
    if (attempt == null) {
      record(number, damaged, "does not end within " + MOST_TIME.toSeconds() + " s", "");
      return false;
    }
    slowestNanos = Math.max(slowestNanos, attempt.nanos());
    mostBytes = Math.max(mostBytes, attempt.bytes());
    judge(number, damaged, attempt);
    return true;
  }

  private byte[] damaged(long number) {
    var random = new SplittableRandom(seed * 31 + target.name().hashCode() + (number << 32));
    List<byte[]> samples = new ArrayList<>(target.samples());
    Collections.swap(samples, 0, random.nextInt(samples.size()));
    return target.mutator().mutate(samples, random);
  }

  private Path write(byte[] bytes) throws IOException {
    return Files.write(work.resolve(target.fileName()), bytes);
  }

  private Attempt read(Path file) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long bytes = threads.getCurrentThreadAllocatedBytes();
    long start = System.nanoTime();
    Throwable thrown = null;
    try {
      target.reading().read(file);
    } catch (Throwable e) {
      thrown = e;
    }
    long nanos = System.nanoTime() - start;
    return new Attempt(thrown, nanos, threads.getCurrentThreadAllocatedBytes() - bytes);
  }

  private static Attempt await(Future<Attempt> running) throws InterruptedException {
    try {
      return running.get(MOST_TIME.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      return null;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private void judge(long number, byte[] damaged, Attempt attempt) throws IOException {
    Throwable thrown = attempt.thrown();
    if (thrown != null && !isRefusal(thrown)) {
      record(number, damaged, "throws " + thrown.getClass().getName(), trace(thrown));
    } else if (thrown != null && (thrown.getMessage() == null || thrown.getMessage().isBlank())) {
      record(number, damaged, "refuses without a message", trace(thrown));
    } else if (thrown != null && thrown.getMessage().length() > LONGEST_MESSAGE) {
      String what = "refuses with a message of " + thrown.getMessage().length() + " characters";
      record(number, damaged, what, "");
    } else if (attempt.bytes() > MOST_BYTES) {
      record(number, damaged, "allocates " + (attempt.bytes() >> 20) + " MiB", "");
    } else if (thrown != null) {
      refused++;
    } else {
      accepted++;
    }
  }

  private boolean isRefusal(Throwable thrown) {
    return target.refusals().stream().anyMatch(refusal -> refusal.isInstance(thrown));
  }

  private void record(long number, byte[] damaged, String what, String trace) throws IOException {
    Files.createDirectories(kept);
    String name =
        String.join(
            "-", target.name(), Long.toString(seed), Long.toString(number), target.fileName());
    Path copy = Files.write(kept.resolve(name), damaged);
    faults.add(new ReaderFault(target.name() + " " + what, copy, trace));
  }

  /** The first lines of a stack trace. */
  private static String trace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString().lines().limit(TRACE_LINES).collect(Collectors.joining("\n"));
  }
}
