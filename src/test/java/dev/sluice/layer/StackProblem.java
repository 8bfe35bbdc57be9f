package dev.sluice.layer;

import dev.sluice.cell.Cell;
import dev.sluice.oracle.OracleMasks;
import dev.sluice.oracle.OraclePooling;
import dev.sluice.oracle.OracleRecurrentLayer;
import dev.sluice.oracle.OracleWeights;
import dev.sluice.oracle.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A test case with its inputs, and the results of the oracle. */
final class StackProblem {
  static final long SEED = 77;
  static final long STEP = 3;
  static final int INDEX = 2;

  final StackCase row;
  final RecurrentSpec spec;
  final OracleRecurrentLayer.Weights weights;
  final double[][][] x;
  final double[][][] h0;
  final double[][][] c0;

  /** {@code [N][k*F]} with pooling. */
  final double[][] dPooled;

  final OracleRecurrentLayer.OutputGradients upstream;

  StackProblem(StackCase row) {
    this.row = row;
    spec = row.spec();
    Random random = new Random(5);
    List<OracleWeights> cells = new ArrayList<>();
    List<double[]> hidden = new ArrayList<>();
    List<double[]> cell = new ArrayList<>();
    for (Cell each : each()) {
      cells.add(OracleWeights.random(each, 0.7, random));
      hidden.add(Values.random(1, random, each.outputSize()));
      cell.add(Values.random(1, random, each.hiddenSize()));
    }
    weights =
        new OracleRecurrentLayer.Weights(
            cells, hidden.toArray(double[][]::new), cell.toArray(double[][]::new));
    x = Values.random(1, random, row.timesteps(), StackCase.BATCH, spec.inputSize());
    h0 = row.given() ? states(false, random) : null;
    c0 = row.given() ? states(true, random) : null;
    int features = spec.outputSize();
    dPooled =
        Values.random(1, random, StackCase.BATCH, Math.max(1, row.poolings().size()) * features);
    double[][][] dY = Values.random(1, random, row.timesteps(), StackCase.BATCH, features);
    double[][][][] dCells =
        each().stream()
            .map(
                one ->
                    Values.random(
                        one.hasCellState() ? 1 : 0,
                        random,
                        row.timesteps(),
                        StackCase.BATCH,
                        one.hiddenSize()))
            .toArray(double[][][][]::new);
    upstream =
        new OracleRecurrentLayer.OutputGradients(
            row.poolings().isEmpty() ? dY : null,
            dCells,
            states(false, random),
            states(true, random));
  }

  /** The cell of each layer and direction. */
  List<Cell> each() {
    return spec.cells().stream()
        .flatMap(cell -> spec.directions().each().stream().map(direction -> cell))
        .toList();
  }

  private double[][][] states(boolean ofCells, Random random) {
    return each().stream()
        .map(
            cell ->
                Values.random(
                    !ofCells || cell.hasCellState() ? 1 : 0,
                    random,
                    StackCase.BATCH,
                    ofCells ? cell.hiddenSize() : cell.outputSize()))
        .toArray(double[][][]::new);
  }

  OracleRecurrentLayer oracle(OracleMasks masks) {
    return new OracleRecurrentLayer(
        spec, weights, new OracleRecurrentLayer.Inputs(x, row.lengths(), h0, c0, masks));
  }

  /** The results of training, by name. */
  Map<String, double[]> answer() {
    OracleRecurrentLayer run = oracle(new OracleMasks(SEED, STEP, INDEX));
    Map<String, double[]> answer = outputs(run);
    double[][][] dY = upstream.dY();
    if (!row.poolings().isEmpty()) {
      OraclePooling pooling = pooling(run.y);
      answer.put("pooled", Values.flat(pooling.y()));
      dY = pooling.backward(dPooled);
    }
    OracleRecurrentLayer.Gradients gradients =
        run.backward(
            new OracleRecurrentLayer.OutputGradients(
                dY, upstream.dCells(), upstream.dHN(), upstream.dCN()));
    answer.put("grad.x", Values.flat(gradients.dX()));
    boolean learned = spec.initialStates() == InitialStates.LEARNED;
    for (int k = 0; k < run.count(); k++) {
      String suffix = suffix(k);
      gradients
          .weights()
          .cells()
          .get(k)
          .byRole()
          .forEach((role, values) -> answer.put("grad." + role.label() + suffix, values));
      boolean withCell = each().get(k).hasCellState();
      if (row.given()) {
        answer.put("grad.given h " + k, Values.flat(gradients.dH0()[k]));
        if (withCell) {
          answer.put("grad.given c " + k, Values.flat(gradients.dC0()[k]));
        }
      }
      if (learned) {
        answer.put("grad.h0" + suffix, unlessGiven(gradients.weights().h0()[k]));
        if (withCell) {
          answer.put("grad.c0" + suffix, unlessGiven(gradients.weights().c0()[k]));
        }
      }
    }
    return answer;
  }

  /** Given states replace learned ones. */
  private double[] unlessGiven(double[] gradient) {
    return row.given() ? new double[gradient.length] : gradient;
  }

  /** The results of inference, by name. */
  Map<String, double[]> inference() {
    OracleRecurrentLayer run = oracle(null);
    Map<String, double[]> outputs = outputs(run);
    if (!row.poolings().isEmpty()) {
      outputs.put("pooled", Values.flat(pooling(run.y).y()));
    }
    return outputs;
  }

  private OraclePooling pooling(double[][][] y) {
    return new OraclePooling(
        row.poolings(),
        spec.outputShape(FeatureShape.sequence(spec.inputSize())).reverseFeatures(),
        y,
        row.lengths());
  }

  private Map<String, double[]> outputs(OracleRecurrentLayer run) {
    Map<String, double[]> outputs = new LinkedHashMap<>();
    outputs.put("y", Values.flat(run.y));
    for (int k = 0; k < run.count(); k++) {
      outputs.put("hn " + k, Values.flat(run.run(k).hN));
      outputs.put("h " + k, Values.flat(run.run(k).y));
      outputs.put("gates " + k, Values.flat(run.run(k).gates));
      if (each().get(k).hasCellState()) {
        outputs.put("cn " + k, Values.flat(run.run(k).cN));
        outputs.put("c " + k, Values.flat(run.run(k).cells));
      }
    }
    return outputs;
  }

  /** The suffix of a parameter's name. */
  String suffix(int k) {
    int directions = spec.directions().count();
    return RecurrentSpec.suffix(k / directions, spec.directions().each().get(k % directions));
  }

  /** Every parameter's values by name. */
  Map<String, double[]> parameters() {
    Map<String, double[]> parameters = new LinkedHashMap<>();
    for (int k = 0; k < weights.cells().size(); k++) {
      String suffix = suffix(k);
      weights
          .cells()
          .get(k)
          .byRole()
          .forEach((role, values) -> parameters.put(role.label() + suffix, values));
      if (spec.initialStates() == InitialStates.LEARNED) {
        parameters.put("h0" + suffix, weights.h0()[k]);
        if (each().get(k).hasCellState()) {
          parameters.put("c0" + suffix, weights.c0()[k]);
        }
      }
    }
    return parameters;
  }
}
