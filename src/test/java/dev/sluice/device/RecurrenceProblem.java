package dev.sluice.device;

import dev.sluice.cell.Cell;
import dev.sluice.cell.CellParameter;
import dev.sluice.oracle.OracleRun;
import dev.sluice.oracle.OracleWeights;
import dev.sluice.oracle.Values;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** A case with numbers, and the oracle's answer. */
public final class RecurrenceProblem {
  public final RecurrenceCase form;
  public final OracleWeights weights;
  public final OracleRun.Inputs inputs;
  public final OracleRun.OutputGradients upstream;

  public RecurrenceProblem(RecurrenceCase form) {
    this(form, form.toString().hashCode());
  }

  public RecurrenceProblem(RecurrenceCase form, long seed) {
    this(form, seed, weights(form.cell(), new Random(seed)));
  }

  /** Other inputs for the same weights. */
  public RecurrenceProblem(RecurrenceCase form, long seed, OracleWeights weights) {
    this.form = form;
    this.weights = weights;
    Random random = new Random(~seed);
    Cell cell = form.cell();
    int t = form.timesteps();
    int n = form.batch();
    int h = cell.hiddenSize();
    boolean cellState = cell.hasCellState();
    inputs =
        new OracleRun.Inputs(
            Values.random(1, random, t, n, cell.inputSize()),
            lengths(random),
            form.states() ? Values.random(1, random, n, h) : null,
            form.states() && cellState ? Values.random(1, random, n, h) : null);
    upstream =
        new OracleRun.OutputGradients(
            form.upstream().dY ? Values.random(1, random, t, n, h) : null,
            form.upstream().dHN ? Values.random(1, random, n, h) : null,
            form.upstream().dCN && cellState ? Values.random(1, random, n, h) : null);
  }

  private static OracleWeights weights(Cell cell, Random random) {
    return OracleWeights.random(cell, 1 / Math.sqrt(cell.hiddenSize()), random);
  }

  private int[] lengths(Random random) {
    int t = form.timesteps();
    int n = form.batch();
    return switch (form.lengths()) {
      case ABSENT -> null;
      case ALL_T -> random.ints(n, t, t + 1).toArray();
      case MIXED -> random.ints(n, 1, t + 1).toArray();
      case MIXED_WITH_ZEROS -> random.ints(n, 0, t + 1).map(k -> k % 3 == 0 ? 0 : k).toArray();
      case ALL_ZERO -> new int[n];
    };
  }

  /** By name: y, hn, cn, and grad.NAME for x, h0, c0 and every parameter. */
  public Map<String, double[]> answer() {
    OracleRun run = new OracleRun(form.cell(), form.direction(), weights, inputs);
    OracleRun.Gradients gradients = run.backward(upstream, form.bptt());
    Map<String, double[]> answer = new LinkedHashMap<>();
    answer.put("y", Values.flat(run.y));
    answer.put("hn", Values.flat(run.hN));
    answer.put("grad.x", Values.flat(gradients.dX()));
    answer.put("grad.h0", Values.flat(gradients.dH0()));
    if (form.cell().hasCellState()) {
      answer.put("cn", Values.flat(run.cN));
      answer.put("grad.c0", Values.flat(gradients.dC0()));
    }
    for (Map.Entry<CellParameter, double[]> role : gradients.weights().byRole().entrySet()) {
      answer.put("grad." + role.getKey().label(), role.getValue());
    }
    return answer;
  }
}
