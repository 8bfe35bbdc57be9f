package dev.sluice.layer;

import dev.sluice.device.FeatureSlice;
import dev.sluice.device.Parameter;
import dev.sluice.device.Recurrence;
import dev.sluice.device.RecurrencePass;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import java.util.ArrayList;
import java.util.List;

/** One forward run of a recurrent stack, with its final states, and the way back. */
public final class RecurrentPass implements Layer.Pass {
  private final Recurrent layer;
  private final RecurrentSpec spec;
  private final Features input;
  private final RecurrentStates initial;
  private final ForwardContext context;
  private final Scope scope;

  /** Per layer and direction. */
  private final List<RecurrencePass> passes = new ArrayList<>();

  /** What each layer read: the input, or the layer below after dropout. */
  private final List<Tensor> inputs = new ArrayList<>();

  private final RecurrentStates finalStates;
  private final Features output;
  private RecurrentStates initialGradients;

  RecurrentPass(Recurrent layer, Features input, RecurrentStates initial, ForwardContext context) {
    this.layer = layer;
    this.spec = layer.spec();
    this.input = input;
    this.initial = initial;
    this.context = context;
    this.scope = context.scope();
    List<RecurrentStates.State> finals = new ArrayList<>();
    Tensor x = input.values();
    for (int l = 0; l < spec.layers(); l++) {
      x = l == 0 ? x : dropped(x, l - 1);
      inputs.add(x);
      x = forward(l, x, finals);
    }
    this.finalStates = new RecurrentStates(finals);
    boolean differentiable =
        input.differentiable()
            || initial != null
            || layer.parameters().stream().anyMatch(Parameter::trainable);
    this.output = new Features(x, input.lengths(), differentiable);
  }

  private Tensor forward(int l, Tensor x, List<RecurrentStates.State> finals) {
    int timesteps = x.shape().size(0);
    int batch = x.shape().size(1);
    int hidden = spec.cells().get(l).hiddenSize();
    Tensor y = scope.floats(timesteps, batch, directions() * hidden);
    for (int d = 0; d < directions(); d++) {
      DirectedCell directed = layer.cell(finals.size());
      RecurrentStates.State start =
          initial == null ? RecurrentStates.State.zero() : initial.get(finals.size());
      RecurrentStates.State end =
          new RecurrentStates.State(
              scope.floats(batch, hidden),
              directed.cell().hasCellState() ? scope.floats(batch, hidden) : null);
      Recurrence plan = scope.own(directed.plans().lease(timesteps, batch)).plan();
      passes.add(
          scope.own(
              plan.forward(
                  new Recurrence.Inputs(
                      FeatureSlice.of(x), input.lengths(), start.hidden(), start.cell()),
                  directed.cellParameters(),
                  new Recurrence.Outputs(
                      new FeatureSlice(y, d * hidden, hidden), end.hidden(), end.cell()),
                  context.training() ? Recurrence.Keep.FOR_BACKWARD : Recurrence.Keep.OUTPUTS)));
      finals.add(end);
    }
    return y;
  }

  /** The plan below still needs its outputs, so dropout writes elsewhere. */
  private Tensor dropped(Tensor y, int below) {
    if (!context.training() || spec.dropout() == 0) {
      return y;
    }
    Tensor kept = scope.floats(y.shape());
    layer
        .device()
        .elementwise()
        .dropout(y, spec.dropout(), context.random(layer.dropoutSite(below)), kept);
    return kept;
  }

  private int directions() {
    return spec.directions().count();
  }

  /** {@code [T, N, D*H]}; zero beyond each row's length. */
  @Override
  public Features output() {
    return output;
  }

  /** hN and cN of every layer and direction, in the pass's scope. */
  public RecurrentStates finalStates() {
    return finalStates;
  }

  @Override
  public Tensor backward(Tensor dOutput) {
    return backward(dOutput, null);
  }

  /**
   * Goes back through the stack and through time; adds to the parameters' gradients.
   *
   * @param dOutput {@code [T, N, D*H]}, may be overwritten; null for zeros
   * @param dFinal the gradients by the final states, of an initial state's decoder for example;
   *     null for zeros
   * @return the gradient by the input's values; null if the input was not differentiable
   * @throws IllegalStateException in inference mode, or if called twice
   */
  public Tensor backward(Tensor dOutput, RecurrentStates dFinal) {
    context.requireTraining();
    if (dFinal != null) {
      layer.requireStates("dFinal", dFinal, output.values().shape().size(1));
    }
    initialGradients = initial == null ? null : zeroGradients();
    Tensor dY = dOutput;
    for (int l = spec.layers() - 1; l >= 0; l--) {
      Tensor dX = l > 0 || input.differentiable() ? scope.zeros(inputs.get(l).shape()) : null;
      backward(l, dY, dFinal, dX);
      if (l > 0 && spec.dropout() > 0) {
        layer
            .device()
            .elementwise()
            .dropout(dX, spec.dropout(), context.random(layer.dropoutSite(l - 1)), dX);
      }
      dY = dX;
    }
    return dY;
  }

  private void backward(int l, Tensor dY, RecurrentStates dFinal, Tensor dX) {
    int hidden = spec.cells().get(l).hiddenSize();
    for (int d = 0; d < directions(); d++) {
      int index = l * directions() + d;
      RecurrentStates.State dEnd =
          dFinal == null ? RecurrentStates.State.zero() : dFinal.get(index);
      RecurrentStates.State dStart =
          initialGradients == null ? RecurrentStates.State.zero() : initialGradients.get(index);
      passes
          .get(index)
          .backward(
              new Recurrence.OutputGradients(
                  dY == null ? null : new FeatureSlice(dY, d * hidden, hidden),
                  dEnd.hidden(),
                  dEnd.cell()),
              new Recurrence.InputGradients(
                  dX == null ? null : FeatureSlice.of(dX), dStart.hidden(), dStart.cell()));
    }
  }

  private RecurrentStates zeroGradients() {
    return new RecurrentStates(
        finalStates.states().stream()
            .map(
                state ->
                    new RecurrentStates.State(
                        scope.zeros(state.hidden().shape()),
                        state.cell() == null ? null : scope.zeros(state.cell().shape())))
            .toList());
  }

  /**
   * The gradients by the initial states, also by those entries that were left zero.
   *
   * @throws IllegalStateException before the backward pass, or without initial states
   */
  public RecurrentStates initialStateGradients() {
    if (initialGradients == null) {
      throw new IllegalStateException(
          initial == null
              ? "initial state gradients: expected a forward pass with initial states, got none"
              : "initial state gradients: expected a backward pass first");
    }
    return initialGradients;
  }
}
