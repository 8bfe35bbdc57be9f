package dev.sluice.torture;

import java.util.List;

/**
 * The outcome of a campaign against one reader.
 *
 * @param accepted how many damaged files it read
 * @param refused how many it refused as it should
 * @param slowestMillis the longest time of one file
 * @param mostBytes the most bytes allocated for one file
 */
public record ReaderFigures(
    String target,
    long accepted,
    long refused,
    long slowestMillis,
    long mostBytes,
    List<ReaderFault> faults) {

  /** How many files were tried. */
  public long tried() {
    return accepted + refused + faults.size();
  }
}
