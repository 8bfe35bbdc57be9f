package dev.sluice.layer;

import dev.sluice.device.FeatureSlice;
import dev.sluice.device.RecurrencePass;
import dev.sluice.device.RecurrencePlan;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import dev.sluice.layer.stack.DropConnect;
import org.jspecify.annotations.Nullable;

/** One pass through one layer in one direction: forward, then backward. */
final class UnidirectionalPass {
  private final UnidirectionalLayer layer;
  private final ForwardContext context;
  private final int batch;
  private final boolean givenStates;
  private final DropConnect.@Nullable Lease maskedWeights;
  private final RecurrencePass pass;
  private final RecurrentStates.State finalState;
  private final RecurrentTrace.@Nullable Entry trace;
  private RecurrentStates.@Nullable State initialGradients;

  /**
   * Runs the forward pass; the context's scope owns all tensors.
   *
   * @param initial null if no initial state is given
   * @param y receives the outputs of every step
   * @param traced whether to keep c and the gates of every step
   */
  UnidirectionalPass(
      UnidirectionalLayer layer,
      Features x,
      RecurrentStates.@Nullable State initial,
      FeatureSlice y,
      boolean traced,
      ForwardContext context) {
    this.layer = layer;
    this.context = context;
    this.batch = y.batch();
    this.givenStates = initial != null;
    Scope scope = context.scope();
    this.finalState = layer.states(batch, scope);
    this.trace = traced ? trace(y, scope) : null;
    // The scope closes in reverse order: the pass is closed before the leases that it uses.
    RecurrencePlan plan = scope.own(layer.plans().lease(y.timesteps(), batch)).plan();
    this.maskedWeights = layer.maskedWeights(context);
    RecurrentStates.State start = initial != null ? initial : start(scope);
    this.pass =
        scope.own(
            plan.forward(
                new RecurrencePlan.Inputs(
                    FeatureSlice.of(x.values()),
                    x.lengths(),
                    start.hidden(),
                    start.cell(),
                    layer.zoneoutMasks(context)),
                maskedWeights == null ? layer.cellParameters() : maskedWeights.parameters(),
                new RecurrencePlan.Outputs(
                    y,
                    trace == null || trace.cells() == null ? null : FeatureSlice.of(trace.cells()),
                    trace == null ? null : FeatureSlice.of(trace.gates()),
                    finalState.hidden(),
                    finalState.cell()),
                context.backward()
                    ? RecurrencePlan.Keep.FOR_BACKWARD
                    : RecurrencePlan.Keep.OUTPUTS));
  }

  private RecurrentStates.State start(Scope scope) {
    if (layer.learned() == null) {
      return RecurrentStates.State.zero();
    }
    RecurrentStates.State start = layer.states(batch, scope);
    layer.writeInitial(start);
    return start;
  }

  private RecurrentTrace.Entry trace(FeatureSlice y, Scope scope) {
    int hidden = layer.cell().hiddenSize();
    return new RecurrentTrace.Entry(
        y,
        layer.cell().hasCellState() ? scope.floats(y.timesteps(), batch, hidden) : null,
        scope.floats(y.timesteps(), batch, layer.cell().gates() * hidden));
  }

  /** The final state: hN and cN. */
  RecurrentStates.State finalState() {
    return finalState;
  }

  /** Null if the pass is not traced. */
  RecurrentTrace.@Nullable Entry trace() {
    return trace;
  }

  /**
   * Runs the backward pass. Adds to the gradients of the parameters and to dX.
   *
   * @param dY gradient of the loss with respect to y; null for zeros
   * @param dCells gradient with respect to the cell states of every step; null for zeros
   * @param dFinal gradient with respect to the final state
   * @param dX gradient with respect to x, is added to; null if it is not needed
   */
  void backward(
      @Nullable FeatureSlice dY,
      @Nullable Tensor dCells,
      RecurrentStates.State dFinal,
      @Nullable FeatureSlice dX) {
    LearnedStates learned = givenStates ? null : layer.learned();
    RecurrentStates.State dStart =
        givenStates || learned != null
            ? layer.zeroStates(batch, context.scope())
            : RecurrentStates.State.zero();
    pass.backward(
        new RecurrencePlan.OutputGradients(
            dY, dCells == null ? null : FeatureSlice.of(dCells), dFinal.hidden(), dFinal.cell()),
        new RecurrencePlan.InputGradients(dX, dStart.hidden(), dStart.cell()));
    if (maskedWeights != null) {
      maskedWeights.addGradient();
    }
    if (learned != null) {
      learned.addGradients(dStart);
    } else if (givenStates) {
      initialGradients = dStart;
    }
  }

  /** The gradient with respect to the given initial state; null before the backward pass. */
  RecurrentStates.@Nullable State initialGradients() {
    return initialGradients;
  }
}
