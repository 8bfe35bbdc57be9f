package dev.sluice.torture;

import dev.sluice.bench.BenchCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the long campaigns within a time budget and prints the results as Markdown. */
@Command(
    name = "torture",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description =
        "Damaged files for every reader, runs disturbed at every change of a file, and training"
            + " without end. Ends with 1 if something broke.")
public final class TortureCommand implements Callable<Integer> {

  /** The campaigns. */
  enum Part {
    READERS,
    CRASH,
    SOAK
  }

  @Spec private CommandSpec spec;

  @Option(names = "--minutes", defaultValue = "20", description = "For all parts together.")
  private double minutes;

  @Option(names = "--seed", defaultValue = "1", description = "Another one tries other cases.")
  private long seed;

  @Option(
      names = "--parts",
      split = ",",
      defaultValue = "readers,crash,soak",
      description = "Of ${COMPLETION-CANDIDATES}.")
  private Set<Part> parts = EnumSet.allOf(Part.class);

  @Option(
      names = "--reader",
      paramLabel = "NAME",
      description = "Only the readers whose name contains this.")
  private String reader = "";

  @Option(names = "--device", defaultValue = "cpu", description = "What the soak trains on.")
  private String device;

  @Option(
      names = "--folder",
      defaultValue = "target/torture",
      description = "Of torture.md, and of copies of files that broke a reader.")
  private Path folder;

  private final TortureReport report = new TortureReport();

  /** Exits the process with the exit code of the command. */
  public static void main(String[] arguments) {
    System.exit(BenchCommand.run(new TortureCommand(), arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!(minutes > 0)) {
      throw new ParameterException(
          spec.commandLine(), "--minutes: expected more than 0, got " + minutes);
    }
    Files.createDirectories(folder);
    Duration share = Duration.ofMillis((long) (minutes * 60_000 / parts.size()));
    report.head(seed, minutes);
    if (parts.contains(Part.READERS)) {
      readers(share);
    }
    if (parts.contains(Part.CRASH)) {
      crash(share);
    }
    if (parts.contains(Part.SOAK)) {
      say("soak on " + device + ", " + share.toSeconds() + " s");
      report.soak(device, new SoakCampaign(device, fresh("soak"), seed).run(share));
    }
    Files.writeString(folder.resolve("torture.md"), report.text());
    System.out.print(report.text());
    return report.isClean() ? 0 : 1;
  }

  private void readers(Duration share) throws IOException, InterruptedException {
    List<ReaderTarget> targets =
        ReaderTargets.all().filter(target -> target.name().contains(reader)).toList();
    if (targets.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--reader: expected part of a reader's name, got " + reader);
    }
    Duration each = share.dividedBy(targets.size());
    Path work = fresh("readers");
    for (int i = 0; i < targets.size(); i++) {
      ReaderTarget target = targets.get(i);
      Duration left = each.multipliedBy(targets.size() - i);
      say("reader " + target.name() + ", " + left.toSeconds() + " s left for readers");
      var campaign = new ReaderCampaign(target, seed, work, folder.resolve("broken"));
      report.reader(campaign.run(Long.MAX_VALUE, each));
    }
  }

  private void crash(Duration share) throws IOException, InterruptedException {
    Optional<FileFaults> faults = FileFaults.compile(folder.toAbsolutePath());
    if (faults.isEmpty()) {
      report.skipped("disturbed runs: they need Linux and a C compiler");
      return;
    }
    say("disturbed runs, " + share.toSeconds() + " s");
    var campaign = new CrashCampaign(faults.get(), fresh("crash").toAbsolutePath());
    report.crash(campaign.run(Long.MAX_VALUE, seed, share));
  }

  private static Path fresh(String name) throws IOException {
    return Files.createTempDirectory("torture-" + name);
  }

  private static void say(String line) {
    System.err.println("torture: " + line);
  }
}
