package dev.sluice.torture;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Formats the results of all campaigns as Markdown. */
final class TortureReport {
  private final StringBuilder text = new StringBuilder();
  private final List<String> faults = new ArrayList<>();
  private boolean inReaders;

  void head(long seed, double minutes) {
    line("# Torture, seed %d, %s minutes", seed, minutes);
    line("");
    line("Java %s, %s, %d cores", Runtime.version(), System.getProperty("os.name"), cores());
  }

  void reader(ReaderResult result) {
    if (!inReaders) {
      line("");
      line("| reader | damaged files | read | refused | faults | slowest, ms | most memory, MiB |");
      line("|---|---|---|---|---|---|---|");
      inReaders = true;
    }
    line(
        "| %s | %,d | %,d | %,d | %d | %,d | %,d |",
        result.target(),
        result.tried(),
        result.accepted(),
        result.refused(),
        result.faults().size(),
        result.slowestMillis(),
        result.mostBytes() >> 20);
    Map<String, List<ReaderFault>> kinds =
        result.faults().stream()
            .collect(groupingBy(ReaderFault::kind, LinkedHashMap::new, toList()));
    kinds.values().forEach(alike -> faults.add(alike.size() + " times: " + alike.get(0)));
  }

  void crash(CrashResult result) {
    line("");
    line(
        "Disturbed runs: %d, at %d changes of files in five ways; %d faults.",
        result.runs(), result.points(), result.faults().size());
    faults.addAll(result.faults());
  }

  void soak(String device, SoakCampaign.Result result) {
    line("");
    line("Soak on %s: %,d trainings.", device, result.trainings());
    line("");
    line("| | heap, KiB | threads | descriptors | mappings |");
    line("|---|---|---|---|---|");
    size("after warm-up", result.early());
    size("at the end", result.late());
    faults.addAll(result.faults());
  }

  private void size(String when, ProcessSize size) {
    line(
        "| %s | %,d | %d | %d | %d |",
        when, size.heapBytes() >> 10, size.threads(), size.descriptors(), size.mappings());
  }

  void skipped(String what) {
    line("");
    line("Skipped: %s.", what);
  }

  boolean isClean() {
    return faults.isEmpty();
  }

  String text() {
    StringBuilder whole = new StringBuilder(text);
    whole.append(isClean() ? "\nNothing broke.\n" : "\n## What broke\n");
    for (String fault : faults) {
      whole.append("\n```text\n").append(fault).append("\n```\n");
    }
    return whole.toString();
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private static int cores() {
    return Runtime.getRuntime().availableProcessors();
  }
}
