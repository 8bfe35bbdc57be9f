package dev.sluice.torture;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures of all campaigns as Markdown. */
final class TortureReport {
  private final StringBuilder text = new StringBuilder();
  private final List<String> faults = new ArrayList<>();
  private boolean inReaders;

  void head(long seed, double minutes) {
    line("# Torture, seed %d, %s minutes", seed, minutes);
    line("");
    line("Java %s, %s, %d cores", Runtime.version(), System.getProperty("os.name"), cores());
  }

  void reader(ReaderFigures figures) {
    if (!inReaders) {
      line("");
      line("| reader | damaged files | read | refused | faults | slowest, ms | most memory, MiB |");
      line("|---|---|---|---|---|---|---|");
      inReaders = true;
    }
    line(
        "| %s | %,d | %,d | %,d | %d | %,d | %,d |",
        figures.target(),
        figures.tried(),
        figures.accepted(),
        figures.refused(),
        figures.faults().size(),
        figures.slowestMillis(),
        figures.mostBytes() >> 20);
    Map<String, List<ReaderFault>> kinds =
        figures.faults().stream()
            .collect(groupingBy(ReaderFault::kind, LinkedHashMap::new, toList()));
    kinds.values().forEach(alike -> faults.add(alike.size() + " times: " + alike.get(0)));
  }

  void crash(CrashFigures figures) {
    line("");
    line(
        "Disturbed runs: %d, at %d changes of files in five ways; %d faults.",
        figures.runs(), figures.points(), figures.faults().size());
    faults.addAll(figures.faults());
  }

  void soak(String device, SoakCampaign.Figures figures) {
    line("");
    line("Soak on %s: %,d trainings.", device, figures.trainings());
    line("");
    line("| | heap, KiB | threads | descriptors | mappings |");
    line("|---|---|---|---|---|");
    size("once warm", figures.early());
    size("in the end", figures.late());
    faults.addAll(figures.faults());
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
