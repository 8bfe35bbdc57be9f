package dev.sluice.insight.inspect;

import dev.sluice.argument.Require;

/**
 * The values of one gate at every step, after its activation.
 *
 * @param symbol its letter in the equations of the cell: i, f, g, o, r, z or n
 * @param name its name: {@code forget gate}, ...; g and n are the {@code candidate}
 * @param values {@code [T, H]}
 */
public record GateTrace(String symbol, String name, StepValues values) {
  /** Checks that no value is null. */
  public GateTrace {
    Require.present("symbol", symbol);
    Require.present("name", name);
    Require.present("values", values);
  }
}
