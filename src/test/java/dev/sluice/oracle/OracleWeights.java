package dev.sluice.oracle;

import dev.sluice.cell.Biases;
import dev.sluice.cell.Cell;
import dev.sluice.cell.CellParameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The weights of a cell in one direction, or their gradients. The fields from {@code hr} are null
 * for cells without the option.
 *
 * @param ih the products with the input
 * @param hh the products with the previous hidden state
 * @param hr the projection
 * @param ci the peephole weights of the input gate
 * @param cf the peephole weights of the forget gate
 * @param co the peephole weights of the output gate
 * @param normC the layer normalization of the cell state
 */
public record OracleWeights(
    GateProducts ih,
    GateProducts hh,
    Affine hr,
    double[] ci,
    double[] cf,
    double[] co,
    LayerNorm normC) {

  /**
   * Random weights of a cell. They are uniform in [-range, range], gains in [1 - range, 1 + range],
   * and exactly representable as float32.
   */
  public static OracleWeights random(Cell cell, double range, RandomGenerator random) {
    int units = cell.hiddenSize();
    GateProducts ih = products(cell, cell.inputSize(), Biases.SINGLE, range, random);
    GateProducts hh = products(cell, cell.outputSize(), Biases.DOUBLE, range, random);
    boolean projected = cell.parameterShapes().containsKey(CellParameter.WEIGHT_HR);
    boolean peepholes = cell.parameterShapes().containsKey(CellParameter.WEIGHT_CI);
    boolean norm = cell.layerNorm();
    return new OracleWeights(
        norm ? normalized(ih, range, random) : ih,
        norm ? normalized(hh, range, random) : hh,
        projected ? affine(cell.outputSize(), units, false, range, random) : null,
        peepholes ? Values.random(range, random, units) : null,
        peepholes ? Values.random(range, random, units) : null,
        peepholes ? Values.random(range, random, units) : null,
        norm && cell.hasCellState()
            ? new LayerNorm(gains(units, range, random), Values.random(range, random, units))
            : null);
  }

  /** Random products, with a bias if the cell has at least these biases. */
  private static GateProducts products(
      Cell cell, int columns, Biases least, double range, RandomGenerator random) {
    boolean bias = cell.biases().compareTo(least) >= 0;
    List<Affine> gates = new ArrayList<>();
    for (int gate = 0; gate < cell.gates(); gate++) {
      gates.add(affine(cell.hiddenSize(), columns, bias, range, random));
    }
    return new GateProducts(gates, null);
  }

  private static GateProducts normalized(
      GateProducts products, double range, RandomGenerator random) {
    int rows = products.gates().size() * products.get(0).w().length;
    return new GateProducts(products.gates(), new LayerNorm(gains(rows, range, random), null));
  }

  private static Affine affine(
      int rows, int columns, boolean bias, double range, RandomGenerator random) {
    return new Affine(
        Values.random(range, random, rows, columns),
        bias ? Values.random(range, random, rows) : null);
  }

  private static double[] gains(int size, double range, RandomGenerator random) {
    double[] gains = Values.random(range, random, size);
    Arrays.setAll(gains, k -> (float) (1 + gains[k]));
    return gains;
  }

  /**
   * A copy with each recurrent weight multiplied by a factor.
   *
   * @param factors {@code [G*H*P]}, or null for ones
   */
  OracleWeights withRecurrent(double[] factors) {
    return factors == null ? this : new OracleWeights(ih, hh.times(factors), hr, ci, cf, co, normC);
  }

  /** Zeros of the same shapes. */
  OracleWeights zeros() {
    return new OracleWeights(
        ih.zeros(),
        hh.zeros(),
        hr == null ? null : hr.zeros(),
        ci == null ? null : new double[ci.length],
        cf == null ? null : new double[cf.length],
        co == null ? null : new double[co.length],
        normC == null ? null : normC.zeros());
  }

  /** The weights by role, row-major, with the gates stacked along the rows. */
  public Map<CellParameter, double[]> byRole() {
    Map<CellParameter, double[]> roles = new LinkedHashMap<>();
    parts().forEach((role, part) -> roles.put(role, Values.flat(part)));
    return roles;
  }

  /** The rows of all weights. The arrays may be changed in place. */
  public List<double[]> rows() {
    return parts().values().stream().flatMap(Arrays::stream).toList();
  }

  private Map<CellParameter, double[][]> parts() {
    Map<CellParameter, double[][]> parts = new LinkedHashMap<>();
    parts.put(CellParameter.WEIGHT_IH, ih.weightRows());
    parts.put(CellParameter.WEIGHT_HH, hh.weightRows());
    parts.put(CellParameter.BIAS_IH, ih.biases());
    parts.put(CellParameter.BIAS_HH, hh.biases());
    parts.put(CellParameter.WEIGHT_HR, hr == null ? null : hr.w());
    parts.put(CellParameter.WEIGHT_CI, oneRow(ci));
    parts.put(CellParameter.WEIGHT_CF, oneRow(cf));
    parts.put(CellParameter.WEIGHT_CO, oneRow(co));
    parts.put(CellParameter.NORM_IH, ih.norm() == null ? null : oneRow(ih.norm().gain()));
    parts.put(CellParameter.NORM_HH, hh.norm() == null ? null : oneRow(hh.norm().gain()));
    parts.put(CellParameter.NORM_C, normC == null ? null : oneRow(normC.gain()));
    parts.put(CellParameter.BIAS_C, normC == null ? null : oneRow(normC.bias()));
    parts.values().removeIf(part -> part == null);
    return parts;
  }

  private static double[][] oneRow(double[] vector) {
    return vector == null ? null : new double[][] {vector};
  }
}
