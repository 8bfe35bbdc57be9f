package dev.sluice.torture;

import dev.sluice.ChildRun;
import dev.sluice.app.Main;
import dev.sluice.app.TinyReviews;
import dev.sluice.safetensors.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Interrupts a small training at one file operation, and then resumes it as a user would. The final
 * model must equal that of an uninterrupted run, bit by bit, and no file with its final name may
 * ever be incomplete.
 */
final class CrashCampaign {
  private static final int KILLED = 137;
  private static final List<String> TRAINING =
      List.of(
          "--device=cpu",
          "--threads=1",
          "--embedding=3",
          "--hidden=3",
          "--batch=8",
          "--epochs=2",
          "--held-out=0.1",
          "--checkpoint-every=5");

  private final FileFaults faults;
  private final Path work;
  private final Path data;
  private final List<String> found = new ArrayList<>();

  /** A file operation to interrupt, and the kind of the fault. */
  private record Point(long number, FileFaults.Kind kind) {}

  /**
   * @param work an empty folder
   */
  CrashCampaign(FileFaults faults, Path work) {
    this.faults = faults;
    this.work = work;
    this.data = work.resolve("reviews.csv");
  }

  /** Interrupts this number of runs, each at another point; fewer if the time is over. */
  CrashResult run(long runs, long seed, Duration time) throws IOException, InterruptedException {
    Deadline deadline = Deadline.in(time);
    TinyReviews.write(data, 60);
    Path whole = work.resolve("whole");
    Path log = work.resolve("changes.log");
    train(faults.counting(whole, log), whole).expect(0);
    long points = FileFaults.changes(log).size();
    Map<String, float[]> expected = model(whole);
    long done = 0;
    for (Point point : points(points, seed)) {
      if (done == runs || deadline.isOver()) {
        break;
      }
      disturb(point, work.resolve("run"), expected);
      done++;
    }
    return new CrashResult(points, done, List.copyOf(found));
  }

  /** All points once, in an order that depends on the seed. */
  private static List<Point> points(long points, long seed) {
    List<Point> all = new ArrayList<>();
    for (long number = 1; number <= points; number++) {
      for (FileFaults.Kind kind : FileFaults.Kind.values()) {
        all.add(new Point(number, kind));
      }
    }
    Collections.shuffle(all, new Random(seed));
    return all;
  }

  private void disturb(Point point, Path out, Map<String, float[]> expected)
      throws IOException, InterruptedException {
    delete(out);
    ChildRun disturbed = train(faults.at(point.number(), point.kind(), out), out);
    judge(point, disturbed);
    requireWholeFiles(point, out);
    ChildRun further = disturbed.exitCode() == 0 ? disturbed : goOn(out);
    if (further.exitCode() != 0) {
      report(point, "cannot be resumed", further);
    } else if (!same(expected, model(out))) {
      report(point, "another model comes out", further);
    }
  }

  /** Checks that a failure prints one line without a stack trace. */
  private void judge(Point point, ChildRun run) {
    boolean reported = run.err().lines().filter(line -> line.startsWith("sluice: ")).count() == 1;
    boolean traced = run.err().lines().anyMatch(line -> line.startsWith("\tat "));
    boolean right =
        switch (run.exitCode()) {
          case 0 ->
              true; // Nothing was lost: the failed operation was on a temporary file or a folder
          // entry.
          case KILLED -> point.kind().kills();
          case 1, 2 -> !point.kind().kills() && !point.kind().isHarmless() && reported && !traced;
          default -> false;
        };
    if (!right) {
      report(point, "ends with status " + run.exitCode(), run);
    }
  }

  private void requireWholeFiles(Point point, Path out) throws IOException {
    if (!Files.isDirectory(out)) {
      return;
    }
    try (Stream<Path> files = Files.list(out)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".safetensors")).toList()) {
        try {
          SafetensorsFile read = SafetensorsFile.read(file);
          read.names().forEach(read::floats);
        } catch (RuntimeException e) {
          found.add(point + ": half-written " + file.getFileName() + ": " + e.getMessage());
        }
      }
    }
  }

  /** Resumes the run, as a user would; starts a new one if there is nothing to resume. */
  private ChildRun goOn(Path out) throws IOException, InterruptedException {
    ChildRun resumed =
        sluice(
            Map.of(),
            "sentiment",
            "train",
            "--resume",
            "--out=" + out,
            "--device=cpu",
            "--threads=1");
    boolean nothing = resumed.exitCode() == 2 && !Files.exists(out.resolve("run.json"));
    return nothing ? train(Map.of(), out) : resumed;
  }

  private ChildRun train(Map<String, String> environment, Path out)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("sentiment", "train", "--quiet"));
    arguments.addAll(TRAINING);
    arguments.add("--data=" + data);
    arguments.add("--out=" + out);
    return sluice(environment, arguments.toArray(String[]::new));
  }

  /** Runs in one JVM. It has the Vector API, so it starts no child. */
  private static ChildRun sluice(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    return ChildRun.Jvm.with(
            "--add-modules=jdk.incubator.vector", "-XX:TieredStopAtLevel=1", "-Xshare:auto")
        .environment(environment)
        .run(Main.class, arguments);
  }

  private static Map<String, float[]> model(Path out) {
    SafetensorsFile file = SafetensorsFile.read(out.resolve("model.safetensors"));
    Map<String, float[]> values = new TreeMap<>();
    file.names().forEach(name -> values.put(name, file.floats(name)));
    return values;
  }

  private static boolean same(Map<String, float[]> expected, Map<String, float[]> found) {
    return expected.keySet().equals(found.keySet())
        && expected.entrySet().stream()
            .allMatch(entry -> Arrays.equals(entry.getValue(), found.get(entry.getKey())));
  }

  private void report(Point point, String what, ChildRun run) {
    found.add(point + ": " + what + "\n" + run.err().strip());
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
