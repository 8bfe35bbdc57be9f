package dev.sluice.torture;

import java.nio.file.Path;

/**
 * A fault of a reader with a damaged file.
 *
 * @param what description in one line
 * @param input a copy of the file
 * @param trace stack trace
 */
public record ReaderFault(String what, Path input, String trace) {
  /** A key that is equal for faults that are probably the same: same message and same place. */
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
