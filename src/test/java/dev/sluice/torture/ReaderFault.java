package dev.sluice.torture;

import java.nio.file.Path;

/**
 * What a reader did to a damaged file that it must not do.
 *
 * @param what in one line
 * @param input a copy of the file
 * @param trace where it happened, in many lines
 */
public record ReaderFault(String what, Path input, String trace) {
  /** Equal for faults that are most likely one: the same words, and the same place. */
  String kind() {
    String place =
        trace.lines().filter(line -> line.startsWith("\tat dev.sluice")).findFirst().orElse("");
    return what.replaceAll("\\d+", "N") + place;
  }

  @Override
  public String toString() {
    return what + " (" + input + ")\n" + trace;
  }
}
