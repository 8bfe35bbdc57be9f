package dev.sluice.app.parity;

import dev.sluice.cell.Cell;
import dev.sluice.cell.CellParameter;
import dev.sluice.layer.Merge;
import dev.sluice.oracle.OracleRun;
import dev.sluice.oracle.OracleWeights;
import dev.sluice.oracle.Values;
import dev.sluice.sequence.Direction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/**
 * Computes a parity case with the oracle, cell by cell, and stores its inputs and expected results.
 */
final class OracleCaseFile {
  private final OracleCase of;
  private final CaseFile file = new CaseFile();
  private final Random random;
  private final List<Part> parts = new ArrayList<>();

  /** One cell with the results of its forward and backward pass. */
  private static final class Part {
    Cell cell;
    String suffix;
    OracleWeights weights;
    OracleRun.Inputs inputs;
    OracleRun run;
    OracleRun.OutputGradients above;
    OracleRun.Gradients gradients;
  }

  OracleCaseFile(OracleCase of) {
    this.of = of;
    random = new Random(31L * of.cells().toString().hashCode() + of.directions().size());
    describe();
    compute();
  }

  CaseFile file() {
    return file;
  }

  private void describe() {
    Cell first = of.cells().get(0);
    file.metadata.put("format", "sluice-parity-1");
    file.metadata.putAll(CaseMetadataText.of(first));
    file.metadata.put("num_layers", Integer.toString(of.cells().size()));
    file.metadata.put("bidirectional", Boolean.toString(of.directions().size() == 2));
    if (of.directions().equals(List.of(Direction.REVERSE))) {
      file.metadata.put("direction", "reverse");
    }
    if (of.merge() == Merge.SUMMED) {
      file.metadata.put("merge", "sum");
    }
    if (of.bptt().window() < of.timesteps()) {
      file.metadata.put("bptt_window", Integer.toString(of.bptt().window()));
    }
    if (of.masks() != null) {
      file.metadata.put("zoneout_seed", Long.toString(of.masks().seed()));
      file.metadata.put("zoneout_step", Long.toString(of.masks().step()));
      file.metadata.put("zoneout_site", Integer.toString(of.masks().site()));
    }
    file.metadata.put("producer", "Sluice's float64 oracle");
    file.lengths = of.lengths();
  }

  private void compute() {
    double[][][] x = sequence(of.cells().get(0).inputSize());
    file.put("x", x);
    double[][][] y = forward(x);
    double[][][] dY = sequence(y[0][0].length);
    double[][][] dX = backward(dY);
    file.put("dy", dY);
    putStates("h0", part -> part.inputs.h0());
    putStates("dhn", part -> part.above.dHN());
    file.put("y", y);
    putStates("hn", part -> part.run.hN);
    file.put("grad.x", dX);
    putStates("grad.h0", part -> part.gradients.dH0());
    if (of.cells().get(0).hasCellState()) {
      putStates("c0", part -> part.inputs.c0());
      putStates("dcn", part -> part.above.dCN());
      putStates("cn", part -> part.run.cN);
      putStates("grad.c0", part -> part.gradients.dC0());
    }
    parts.forEach(part -> putWeights("grad.", part, part.gradients.weights()));
    if (of.traces()) {
      parts.forEach(this::putTraces);
    }
  }

  private double[][][] forward(double[][][] x) {
    double[][][] below = x;
    for (int layer = 0; layer < of.cells().size(); layer++) {
      double[][][] merged = null;
      for (Direction direction : of.directions()) {
        Part part = new Part();
        part.cell = of.cells().get(layer).withInputSize(below[0][0].length);
        part.suffix = CellCase.named("", layer, direction);
        double range = of.range() / Math.sqrt(part.cell.hiddenSize());
        part.weights = OracleWeights.random(part.cell, range, random);
        putWeights("", part, part.weights);
        double[][] h0 = state(part.cell.outputSize());
        double[][] c0 = part.cell.hasCellState() ? state(part.cell.hiddenSize()) : null;
        part.inputs =
            new OracleRun.Inputs(
                below, CaseFile.ints(of.lengths()), h0, c0, of.masks(parts.size()));
        part.run = new OracleRun(part.cell, direction, part.weights, part.inputs);
        parts.add(part);
        merged = merged == null ? part.run.y : merge(merged, part.run.y);
      }
      below = merged;
    }
    return below;
  }

  private double[][][] backward(double[][][] dY) {
    int directions = of.directions().size();
    double[][][] dAbove = dY;
    for (int first = parts.size() - directions; first >= 0; first -= directions) {
      double[][][] dBelow = null;
      for (int d = 0; d < directions; d++) {
        Part part = parts.get(first + d);
        Cell cell = part.cell;
        int at = of.merge() == Merge.SUMMED ? 0 : d * cell.outputSize();
        part.above =
            new OracleRun.OutputGradients(
                columns(dAbove, at, cell.outputSize()),
                of.traces() && cell.hasCellState() ? sequence(cell.hiddenSize()) : null,
                state(cell.outputSize()),
                cell.hasCellState() ? state(cell.hiddenSize()) : null);
        part.gradients = part.run.backward(part.above, of.bptt());
        double[][][] dX = part.gradients.dX();
        dBelow = dBelow == null ? dX : sum(dBelow, dX);
      }
      dAbove = dBelow;
    }
    return dAbove;
  }

  /** Stores states as one tensor if all have the same size, otherwise one tensor per cell. */
  private void putStates(String name, Function<Part, double[][]> state) {
    if (parts.stream().map(part -> state.apply(part)[0].length).distinct().count() == 1) {
      file.put(name, parts.stream().map(state).toArray(double[][][]::new));
    } else {
      parts.forEach(part -> file.put(name + part.suffix, state.apply(part)));
    }
  }

  private void putWeights(String prefix, Part part, OracleWeights weights) {
    Map<CellParameter, double[]> byRole = weights.byRole();
    part.cell
        .parameterShapes()
        .forEach(
            (role, shape) ->
                file.put(
                    prefix + role.label() + part.suffix,
                    byRole.get(role),
                    shape.stream().mapToLong(Integer::longValue).toArray()));
  }

  private void putTraces(Part part) {
    file.put("gates" + part.suffix, part.run.gates);
    if (part.cell.hasCellState()) {
      file.put("dcells" + part.suffix, part.above.dCells());
      file.put("cells" + part.suffix, part.run.cells);
    }
  }

  private double[][][] sequence(int features) {
    return Values.random(1, random, of.timesteps(), of.batch(), features);
  }

  private double[][] state(int features) {
    return Values.random(1, random, of.batch(), features);
  }

  private double[][][] merge(double[][][] forward, double[][][] reverse) {
    return of.merge() == Merge.SUMMED
        ? sum(forward, reverse)
        : zip(forward, reverse, OracleCaseFile::joined);
  }

  private static double[][][] sum(double[][][] a, double[][][] b) {
    return zip(
        a,
        b,
        (left, right) -> {
          double[] sum = left.clone();
          for (int k = 0; k < sum.length; k++) {
            sum[k] += right[k];
          }
          return sum;
        });
  }

  private static double[] joined(double[] left, double[] right) {
    double[] joined = Arrays.copyOf(left, left.length + right.length);
    System.arraycopy(right, 0, joined, left.length, right.length);
    return joined;
  }

  private static double[][][] columns(double[][][] values, int from, int width) {
    return zip(values, values, (row, same) -> Arrays.copyOfRange(row, from, from + width));
  }

  private static double[][][] zip(
      double[][][] a, double[][][] b, BinaryOperator<double[]> operation) {
    double[][][] zipped = new double[a.length][a[0].length][];
    for (int t = 0; t < a.length; t++) {
      for (int n = 0; n < a[0].length; n++) {
        zipped[t][n] = operation.apply(a[t][n], b[t][n]);
      }
    }
    return zipped;
  }
}
