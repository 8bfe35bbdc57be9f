package dev.sluice.app.parity;

import dev.sluice.app.console.TerminalText;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * Prints a table that compares tensors with their expected values, one row each, and counts the
 * failures.
 */
final class ComparisonTable {
  private static final String HEAD = "  %-28s %12s %14s%n";
  private static final String ROW = "  %-28s %12.3e %14.3e  %s%n";

  private final PrintWriter out;
  private final double tolerance;
  private final double floor;
  private int compared;
  private int failed;

  ComparisonTable(PrintWriter out, double tolerance, double floor) {
    this.out = out;
    this.tolerance = tolerance;
    this.floor = floor;
  }

  /** Begins the table of one file. */
  void begin(Object title) {
    out.println(TerminalText.line(title.toString()));
    out.printf(Locale.ROOT, HEAD, "tensor", "max abs err", "rel Frobenius");
  }

  /** Adds a row for a tensor. */
  void compare(String name, float[] actual, double[] expected) {
    TensorComparison comparison = TensorComparison.of(actual, expected, tolerance, floor);
    out.printf(
        Locale.ROOT,
        ROW,
        TerminalText.name(name),
        comparison.maxError(),
        comparison.relativeError(),
        comparison.passes() ? "ok" : "FAIL");
    out.flush();
    compared++;
    failed += comparison.passes() ? 0 : 1;
  }

  /** Adds a row for a tensor that cannot be compared. */
  void fail(String name, String why) {
    out.printf(Locale.ROOT, "  %-28s %s  FAIL%n", TerminalText.name(name), TerminalText.line(why));
    out.flush();
    compared++;
    failed++;
  }

  /** Prints a line between two tables. */
  void note(String line) {
    out.println(TerminalText.line(line));
    out.flush();
  }

  /** Prints how many tensors passed, if any were compared. Returns whether all passed. */
  boolean summary() {
    if (compared > 0) {
      out.printf(Locale.ROOT, "%d of %d tensors passed%n", compared - failed, compared);
      out.flush();
    }
    return failed == 0;
  }
}
