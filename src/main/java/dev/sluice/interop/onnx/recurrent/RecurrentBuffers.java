package dev.sluice.interop.onnx.recurrent;

import dev.sluice.device.Device;
import dev.sluice.device.FeatureSlice;
import dev.sluice.device.RecurrencePlan;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import dev.sluice.interop.onnx.tensor.HostTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The device memory for runs of a recurrent node with one shape: inputs, outputs and states. It
 * serves one run at a time.
 */
final class RecurrentBuffers implements AutoCloseable {
  private final RecurrentNode node;
  private final int timesteps;
  private final int batch;
  private final Scope scope;
  private final Tensor x;
  private final @Nullable Tensor lengths;
  private final int[] lengthValues;
  private final List<RecurrencePlan> plans;
  private final List<DirectionBuffers> directions = new ArrayList<>();

  /**
   * The buffers of one direction; {@code c0} and {@code cN} are null for cells without a cell
   * state.
   */
  private record DirectionBuffers(
      @Nullable Tensor h0,
      @Nullable Tensor c0,
      Tensor hN,
      @Nullable Tensor cN,
      RecurrencePlan.Inputs inputs,
      RecurrencePlan.Outputs outputs,
      float[] y,
      float[] state) {}

  /** Allocates the buffers for the shape and the optional inputs of a run. */
  RecurrentBuffers(RecurrentNode node, RecurrentInputs inputs) {
    Device device = node.device();
    this.node = node;
    this.timesteps = inputs.timesteps();
    this.batch = inputs.batch();
    this.scope = device.scope();
    try {
      this.plans = node.plans(timesteps, batch);
      this.x = scope.floats(timesteps, batch, node.cell().inputSize());
      this.lengths = inputs.lengths() == null ? null : scope.ints(batch);
      this.lengthValues = new int[batch];
      for (int d = 0; d < node.directions().size(); d++) {
        directions.add(direction(inputs));
      }
    } catch (RuntimeException e) {
      scope.close();
      throw e;
    }
  }

  private DirectionBuffers direction(RecurrentInputs given) {
    int hidden = node.cell().hiddenSize();
    boolean cellState = node.cell().hasCellState();
    Tensor h0 = given.hidden() == null ? null : scope.floats(batch, hidden);
    Tensor c0 = given.cell() == null ? null : scope.floats(batch, hidden);
    Tensor y = scope.floats(timesteps, batch, hidden);
    Tensor hN = scope.floats(batch, hidden);
    Tensor cN = cellState ? scope.floats(batch, hidden) : null;
    return new DirectionBuffers(
        h0,
        c0,
        hN,
        cN,
        new RecurrencePlan.Inputs(FeatureSlice.of(x), lengths, h0, c0),
        new RecurrencePlan.Outputs(FeatureSlice.of(y), hN, cN),
        new float[timesteps * batch * hidden],
        new float[batch * hidden]);
  }

  /** Whether a run with these inputs can use these buffers. */
  boolean fit(RecurrentNode other, RecurrentInputs inputs) {
    DirectionBuffers first = directions.get(0);
    return node == other
        && inputs.timesteps() == timesteps
        && inputs.batch() == batch
        && (inputs.lengths() == null) == (lengths == null)
        && (inputs.hidden() == null) == (first.h0 == null)
        && (inputs.cell() == null) == (first.c0 == null);
  }

  /**
   * Runs all directions.
   *
   * @param results receives the results
   */
  void run(RecurrentInputs inputs, RecurrentResults results) {
    x.write(inputs.x().floats());
    if (lengths != null && inputs.lengths() != null) {
      for (int n = 0; n < batch; n++) {
        lengthValues[n] = (int) inputs.lengths().integers()[n];
      }
      lengths.write(lengthValues);
    }
    for (int d = 0; d < directions.size(); d++) {
      DirectionBuffers buffers = directions.get(d);
      write(inputs.hidden(), d, buffers.h0, buffers.state);
      write(inputs.cell(), d, buffers.c0, buffers.state);
      plans
          .get(d)
          .forward(buffers.inputs, node.parameters(d), buffers.outputs, RecurrencePlan.Keep.OUTPUTS)
          .close();
      sequence(d, buffers, results.y().floats());
      state(d, buffers.hN, buffers.state, results.hN().floats());
      if (results.cN() != null && buffers.cN != null) {
        state(d, buffers.cN, buffers.state, results.cN().floats());
      }
    }
  }

  private static void write(
      @Nullable HostTensor states, int direction, @Nullable Tensor target, float[] state) {
    if (states != null && target != null) {
      System.arraycopy(states.floats(), direction * state.length, state, 0, state.length);
      target.write(state);
    }
  }

  private void sequence(int direction, DirectionBuffers buffers, float[] y) {
    Tensor from = buffers.outputs.y().tensor();
    int count = directions.size();
    if (count == 1) {
      from.read(y);
      return;
    }
    from.read(buffers.y);
    int step = buffers.state.length;
    for (int t = 0; t < timesteps; t++) {
      System.arraycopy(buffers.y, t * step, y, (t * count + direction) * step, step);
    }
  }

  /**
   * Copies the final states. Rows without steps give zeros, as in ONNX Runtime; a recurrence plan
   * returns their initial state.
   */
  private void state(int direction, Tensor from, float[] state, float[] target) {
    from.read(state);
    int hidden = node.cell().hiddenSize();
    for (int n = 0; lengths != null && n < batch; n++) {
      if (lengthValues[n] == 0) {
        Arrays.fill(state, n * hidden, (n + 1) * hidden, 0);
      }
    }
    System.arraycopy(state, 0, target, direction * state.length, state.length);
  }

  @Override
  public void close() {
    scope.close();
  }
}
