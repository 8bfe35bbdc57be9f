package dev.sluice.torture;

import java.util.List;

/**
 * The outcome of the fuzzing campaign of one reader.
 *
 * @param accepted number of damaged files that were accepted
 * @param refused number of damaged files that were refused correctly
 * @param slowestMillis the longest time of one file
 * @param mostBytes the most bytes allocated for one file
 */
public record ReaderResult(
    String target,
    long accepted,
    long refused,
    long slowestMillis,
    long mostBytes,
    List<ReaderFault> faults) {

  /** The number of files that were tried. */
  public long tried() {
    return accepted + refused + faults.size();
  }
}
