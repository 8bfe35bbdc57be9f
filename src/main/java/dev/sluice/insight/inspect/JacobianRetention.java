package dev.sluice.insight.inspect;

import dev.sluice.cell.Rnn;
import dev.sluice.device.Device;
import dev.sluice.device.Parameter;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import dev.sluice.layer.Features;
import dev.sluice.layer.ForwardContext;
import dev.sluice.layer.Recurrent;
import dev.sluice.layer.RecurrentInitialization;
import dev.sluice.layer.RecurrentPass;
import dev.sluice.layer.RecurrentSpec;
import dev.sluice.layer.RecurrentStates;
import dev.sluice.model.Model;
import dev.sluice.model.ModelSpec;
import java.util.List;
import java.util.Objects;

/**
 * The retention of a cell without gates: the norm of the derivative of what is read with respect to
 * the state after each token, see {@link LayerTrace}.
 *
 * <p>The derivative is exact. A batch of H rows carries it from each step to the step before,
 * through the backward pass of the engine for that single step: row u is the gradient of what is
 * read of unit u.
 */
final class JacobianRetention implements AutoCloseable {
  /** Smaller elements of the derivative count as 0; they would become slow denormal numbers. */
  private static final float NEGLIGIBLE = 1e-30f;

  private final Model step;
  private final int units;
  private final int inputs;

  private JacobianRetention(Model step, Rnn cell) {
    this.step = step;
    this.units = cell.hiddenSize();
    this.inputs = cell.inputSize();
  }

  /**
   * Copies the parameters of a cell.
   *
   * @param parameters of the cell, in its order
   * @return owned by the caller
   */
  static JacobianRetention of(Rnn cell, List<Parameter> parameters, Device device) {
    RecurrentSpec spec =
        RecurrentSpec.of(cell).withInitialization(RecurrentInitialization.pytorch());
    Model step = Model.create(ModelSpec.ofSequences(cell.inputSize()).recurrent(spec), device, 0);
    for (int i = 0; i < parameters.size(); i++) {
      device.elementwise().copy(parameters.get(i).value(), step.parameters().get(i).value());
    }
    step.freeze("");
    return new JacobianRetention(step, cell);
  }

  /**
   * The retention, {@code [T]}.
   *
   * @param x the input of the layer, {@code [T, I]}
   * @param hidden its states, {@code [T, H]}
   */
  double[] of(float[] x, float[] hidden, StepOrder order, ReadWeights read) {
    double[] retention = new double[order.steps()];
    double readUnits = 0;
    for (int u = 0; u < units; u++) {
      readUnits += read.reads(u) ? 1 : 0;
    }
    float[] derivative = new float[units * units];
    for (int p = order.steps() - 1; p >= 0 && readUnits > 0; p--) {
      int t = order.at(p);
      if (p < order.steps() - 1) {
        derivative = carried(derivative, row(x, order.at(p + 1), inputs), row(hidden, t, units));
      }
      for (int u = 0; u < units; u++) {
        derivative[u * units + u] += (float) read.get(t, u);
      }
      retention[t] = norm(derivative) / Math.sqrt(readUnits);
    }
    return retention;
  }

  /** The derivative with respect to the state before a step, from that after it. */
  private float[] carried(float[] derivative, float[] x, float[] before) {
    if (norm(derivative) == 0) {
      return derivative;
    }
    try (Scope scope = step.device().scope()) {
      RecurrentStates initial =
          new RecurrentStates(List.of(new RecurrentStates.State(repeated(before, scope), null)));
      Tensor input = scope.floats(1, units, inputs);
      input.write(repeated(x));
      RecurrentPass pass =
          ((Recurrent) step.layers().get(0))
              .forward(Features.data(input, null), initial, ForwardContext.deterministic(scope));
      Tensor dOutput = scope.floats(1, units, units);
      dOutput.write(derivative);
      Tensor unused = pass.backward(dOutput, null);
      Tensor dBefore = pass.initialStateGradients().get(0).hidden();
      float[] values = Objects.requireNonNull(dBefore).floats();
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.abs(values[i]) < NEGLIGIBLE ? 0 : values[i];
      }
      return values;
    }
  }

  private Tensor repeated(float[] row, Scope scope) {
    Tensor tensor = scope.floats(units, row.length);
    tensor.write(repeated(row));
    return tensor;
  }

  private float[] repeated(float[] row) {
    float[] all = new float[units * row.length];
    for (int u = 0; u < units; u++) {
      System.arraycopy(row, 0, all, u * row.length, row.length);
    }
    return all;
  }

  private static float[] row(float[] matrix, int row, int columns) {
    float[] values = new float[columns];
    System.arraycopy(matrix, row * columns, values, 0, columns);
    return values;
  }

  private static double norm(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }

  @Override
  public void close() {
    step.close();
  }
}
