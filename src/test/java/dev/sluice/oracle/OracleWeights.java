package dev.sluice.oracle;

import dev.sluice.cell.Biases;
import dev.sluice.cell.Cell;
import dev.sluice.cell.CellParameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The weights of a cell in one direction, gate by gate; or their gradients. */
public final class OracleWeights {
  final List<Affine> ih;
  final List<Affine> hh;

  private OracleWeights(List<Affine> ih, List<Affine> hh) {
    this.ih = ih;
    this.hh = hh;
  }

  /** Weights of a cell, uniform in -range to range, exactly representable as float32. */
  public static OracleWeights random(Cell cell, double range, RandomGenerator random) {
    List<Affine> ih = new ArrayList<>();
    List<Affine> hh = new ArrayList<>();
    for (int gate = 0; gate < cell.gates(); gate++) {
      boolean single = cell.biases() != Biases.NONE;
      boolean twice = cell.biases() == Biases.DOUBLE;
      ih.add(random(cell.hiddenSize(), cell.inputSize(), single, range, random));
      hh.add(random(cell.hiddenSize(), cell.hiddenSize(), twice, range, random));
    }
    return new OracleWeights(ih, hh);
  }

  private static Affine random(
      int rows, int columns, boolean bias, double range, RandomGenerator random) {
    return new Affine(
        Values.random(range, random, rows, columns),
        bias ? Values.random(range, random, rows) : null);
  }

  /** Zeros of the same shapes. */
  OracleWeights zeros() {
    return new OracleWeights(
        ih.stream().map(Affine::zeros).toList(), hh.stream().map(Affine::zeros).toList());
  }

  /** By role, gates stacked along the rows, each {@code [rows][columns]}; a bias has one column. */
  public Map<CellParameter, double[]> byRole() {
    Map<CellParameter, double[]> roles = new LinkedHashMap<>();
    roles.put(CellParameter.WEIGHT_IH, stackedWeights(ih));
    roles.put(CellParameter.WEIGHT_HH, stackedWeights(hh));
    if (ih.get(0).b() != null) {
      roles.put(CellParameter.BIAS_IH, stackedBiases(ih));
    }
    if (hh.get(0).b() != null) {
      roles.put(CellParameter.BIAS_HH, stackedBiases(hh));
    }
    return roles;
  }

  /** The rows of all weights, each of which may be changed in place. */
  List<double[]> rows() {
    List<double[]> rows = new ArrayList<>();
    for (List<Affine> side : List.of(ih, hh)) {
      for (Affine gate : side) {
        rows.addAll(List.of(gate.w()));
        if (gate.b() != null) {
          rows.add(gate.b());
        }
      }
    }
    return rows;
  }

  private static double[] stackedWeights(List<Affine> gates) {
    return Values.flat(gates.stream().map(Affine::w).toArray(double[][][]::new));
  }

  private static double[] stackedBiases(List<Affine> gates) {
    return Values.flat(gates.stream().map(Affine::b).toArray(double[][]::new));
  }
}
