package dev.sluice.insight.cost;

import dev.sluice.argument.Require;
import dev.sluice.cell.Cell;
import dev.sluice.cell.CellParameter;
import java.util.ArrayList;
import java.util.List;

/**
 * The number of parameters of a cell as a formula: {@code 4 × (H·I + H·H + H)} for an LSTM with one
 * bias per gate, I input features, H hidden units and, with a projection, P features of h.
 *
 * @param gates G, the factor of the terms of each gate
 * @param perGate the terms of each gate
 * @param others the terms that belong to no gate: projection, peepholes, norm of the cell state
 */
public record ParameterFormula(int gates, List<Term> perGate, List<Term> others) {

  /**
   * A term.
   *
   * @param text in the letters of the sizes: {@code H·I}
   * @param value for the sizes of the cell
   */
  public record Term(String text, long value) {
    /** Checks the text. */
    public Term {
      Require.present("text", text);
    }
  }

  /** Copies the lists. */
  public ParameterFormula {
    perGate = Require.copyOf("perGate", perGate);
    others = Require.copyOf("others", others);
  }

  /** The formula of a cell with all its options. */
  public static ParameterFormula of(Cell cell) {
    List<Term> perGate = new ArrayList<>();
    List<Term> others = new ArrayList<>();
    long hidden = cell.hiddenSize();
    String output = cell.parameterShapes().containsKey(CellParameter.WEIGHT_HR) ? "P" : "H";
    for (CellParameter role : cell.parameterShapes().keySet()) {
      switch (role) {
        case WEIGHT_IH -> perGate.add(new Term("H·I", hidden * cell.inputSize()));
        case WEIGHT_HH -> perGate.add(new Term("H·" + output, hidden * cell.outputSize()));
        case BIAS_IH, BIAS_HH, NORM_IH, NORM_HH -> perGate.add(new Term("H", hidden));
        case WEIGHT_HR -> others.add(new Term("P·H", hidden * cell.outputSize()));
        case WEIGHT_CI, WEIGHT_CF, WEIGHT_CO, NORM_C, BIAS_C -> others.add(new Term("H", hidden));
      }
    }
    return new ParameterFormula(cell.gates(), perGate, others);
  }

  /** The number of parameters of one layer in one direction. */
  public long value() {
    return gates * sum(perGate) + sum(others);
  }

  private static long sum(List<Term> terms) {
    return terms.stream().mapToLong(Term::value).sum();
  }

  /** The formula in letters. */
  @Override
  public String toString() {
    String gate = text(perGate);
    StringBuilder text = new StringBuilder(gates == 1 ? gate : gates + " × (" + gate + ")");
    return others.isEmpty() ? text.toString() : text.append(" + ").append(text(others)).toString();
  }

  private static String text(List<Term> terms) {
    return String.join(" + ", terms.stream().map(Term::text).toList());
  }
}
