package dev.sluice.layer;

import dev.sluice.device.FeatureSlice;
import dev.sluice.device.RecurrencePass;
import dev.sluice.device.RecurrencePlan;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import dev.sluice.layer.stack.DropConnect;

/** One forward run of one layer in one direction, and the way back. */
final class UnidirectionalPass {
  private final UnidirectionalLayer directed;
  private final ForwardContext context;
  private final int batch;
  private final boolean given;
  private final DropConnect.Lease dropped;
  private final RecurrencePass pass;
  private final RecurrentStates.State end;
  private final RecurrentTrace.Entry trace;
  private RecurrentStates.State initialGradients;

  /**
   * Goes forward; everything belongs to the context's scope.
   *
   * @param initial null where none is given
   * @param y receives the hidden states
   * @param traced whether to keep every step's c and gates
   */
  UnidirectionalPass(
      UnidirectionalLayer directed,
      Features x,
      RecurrentStates.State initial,
      FeatureSlice y,
      boolean traced,
      ForwardContext context) {
    this.directed = directed;
    this.context = context;
    this.batch = y.batch();
    this.given = initial != null;
    Scope scope = context.scope();
    this.end = directed.states(batch, scope);
    this.trace = traced ? trace(y, scope) : null;
    // Owned before the pass, so that they are given back after it.
    RecurrencePlan plan = scope.own(directed.plans().lease(y.timesteps(), batch)).plan();
    this.dropped = directed.droppedWeights(context);
    RecurrentStates.State start = given ? initial : start(scope);
    this.pass =
        scope.own(
            plan.forward(
                new RecurrencePlan.Inputs(
                    FeatureSlice.of(x.values()),
                    x.lengths(),
                    start.hidden(),
                    start.cell(),
                    directed.zoneoutMasks(context)),
                dropped == null ? directed.cellParameters() : dropped.parameters(),
                new RecurrencePlan.Outputs(
                    y,
                    trace == null || trace.cells() == null ? null : FeatureSlice.of(trace.cells()),
                    trace == null ? null : FeatureSlice.of(trace.gates()),
                    end.hidden(),
                    end.cell()),
                context.training()
                    ? RecurrencePlan.Keep.FOR_BACKWARD
                    : RecurrencePlan.Keep.OUTPUTS));
  }

  private RecurrentStates.State start(Scope scope) {
    if (directed.learned() == null) {
      return RecurrentStates.State.zero();
    }
    RecurrentStates.State start = directed.states(batch, scope);
    directed.writeInitial(start);
    return start;
  }

  private RecurrentTrace.Entry trace(FeatureSlice y, Scope scope) {
    int hidden = directed.cell().hiddenSize();
    return new RecurrentTrace.Entry(
        y,
        directed.cell().hasCellState() ? scope.floats(y.timesteps(), batch, hidden) : null,
        scope.floats(y.timesteps(), batch, directed.cell().gates() * hidden));
  }

  /** hN and cN. */
  RecurrentStates.State end() {
    return end;
  }

  /** Null if not asked for. */
  RecurrentTrace.Entry trace() {
    return trace;
  }

  /**
   * Goes back; adds to the parameters' gradients and to dX.
   *
   * @param dY by every step's h; null for zeros
   * @param dCells by every step's c; null for zeros
   * @param dEnd by the final states
   * @param dX null if not wanted
   */
  void backward(FeatureSlice dY, Tensor dCells, RecurrentStates.State dEnd, FeatureSlice dX) {
    boolean learns = !given && directed.learned() != null;
    RecurrentStates.State dStart =
        given || learns
            ? directed.zeroStates(batch, context.scope())
            : RecurrentStates.State.zero();
    pass.backward(
        new RecurrencePlan.OutputGradients(
            dY, dCells == null ? null : FeatureSlice.of(dCells), dEnd.hidden(), dEnd.cell()),
        new RecurrencePlan.InputGradients(dX, dStart.hidden(), dStart.cell()));
    if (dropped != null) {
      dropped.addGradient();
    }
    if (learns) {
      directed.learned().addGradients(dStart);
    } else if (given) {
      initialGradients = dStart;
    }
  }

  /** The gradients by given initial states; null before the backward pass. */
  RecurrentStates.State initialGradients() {
    return initialGradients;
  }
}
