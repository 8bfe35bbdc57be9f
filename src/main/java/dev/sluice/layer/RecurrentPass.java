package dev.sluice.layer;

import dev.sluice.device.Elementwise;
import dev.sluice.device.FeatureSlice;
import dev.sluice.device.Parameter;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One forward run of a recurrent stack, with its final states, and the way back. */
public final class RecurrentPass implements Layer.Pass {
  private final Recurrent layer;
  private final RecurrentSpec spec;
  private final Features input;
  private final RecurrentStates initial;
  private final boolean traced;
  private final ForwardContext context;
  private final Scope scope;

  /** Per layer and direction. */
  private final List<UnidirectionalPass> passes = new ArrayList<>();

  /** What each layer read: the input, or the layer below after dropout. */
  private final List<Tensor> inputs = new ArrayList<>();

  private final Features output;
  private boolean wentBack;

  RecurrentPass(
      Recurrent layer,
      Features input,
      RecurrentStates initial,
      boolean traced,
      ForwardContext context) {
    this.layer = layer;
    this.spec = layer.spec();
    this.input = input;
    this.initial = initial;
    this.traced = traced;
    this.context = context;
    this.scope = context.scope();
    Tensor x = input.values();
    for (int l = 0; l < spec.layers(); l++) {
      x = l == 0 ? x : dropped(x, l - 1);
      inputs.add(x);
      x = forward(l, x);
    }
    boolean differentiable =
        input.differentiable()
            || initial != null
            || layer.parameters().stream().anyMatch(Parameter::trainable);
    this.output = new Features(x, input.lengths(), differentiable);
  }

  private Tensor forward(int l, Tensor x) {
    int timesteps = x.shape().size(0);
    int batch = x.shape().size(1);
    int width = spec.cells().get(l).outputSize();
    Features read = Features.computed(x, input.lengths());
    if (spec.merge() == Merge.SUMMED) {
      List<Tensor> each = new ArrayList<>();
      for (int d = 0; d < directions(); d++) {
        Tensor y = scope.floats(timesteps, batch, width);
        forward(read, FeatureSlice.of(y));
        each.add(y);
      }
      return sum(each);
    }
    Tensor y = scope.floats(timesteps, batch, directions() * width);
    for (int d = 0; d < directions(); d++) {
      forward(read, new FeatureSlice(y, d * width, width));
    }
    return y;
  }

  private void forward(Features read, FeatureSlice y) {
    int index = passes.size();
    RecurrentStates.State given = initial == null ? null : initial.get(index);
    passes.add(new UnidirectionalPass(layer.cell(index), read, given, y, traced, context));
  }

  /** The plans still need their outputs, so the sum is written elsewhere. */
  private Tensor sum(List<Tensor> each) {
    Elementwise ops = layer.device().elementwise();
    Tensor sum = scope.floats(each.get(0).shape());
    ops.copy(each.get(0), sum);
    each.subList(1, each.size()).forEach(more -> ops.add(more, sum));
    return sum;
  }

  /** The plan below still needs its outputs, so dropout writes elsewhere. */
  private Tensor dropped(Tensor y, int below) {
    if (!context.training() || spec.dropout() == 0) {
      return y;
    }
    Tensor kept = scope.floats(y.shape());
    drop(y, below, kept);
    return kept;
  }

  private void drop(Tensor from, int below, Tensor to) {
    spec.dropoutMask()
        .drop(
            layer.device().elementwise(),
            from,
            spec.dropout(),
            context.random(layer.dropoutSite(below)),
            to);
  }

  private int directions() {
    return spec.directions().count();
  }

  /** {@code [T, N, F]}, F as the description's output size; zero beyond each row's length. */
  @Override
  public Features output() {
    return output;
  }

  /** hN and cN of every layer and direction, in the pass's scope. */
  public RecurrentStates finalStates() {
    return new RecurrentStates(passes.stream().map(UnidirectionalPass::end).toList());
  }

  /**
   * Every step's states and gates, in the pass's scope.
   *
   * @throws IllegalStateException unless the pass came of {@link Recurrent#forwardTraced}
   */
  public RecurrentTrace trace() {
    if (!traced) {
      throw new IllegalStateException("trace: expected a traced forward pass, got a plain one");
    }
    return new RecurrentTrace(passes.stream().map(UnidirectionalPass::trace).toList());
  }

  @Override
  public Tensor backward(Tensor dOutput) {
    return backward(dOutput, null);
  }

  /**
   * Goes back through the stack and through time; adds to the parameters' gradients.
   *
   * @param dOutput {@code [T, N, F]}, may be overwritten; null for zeros
   * @param dFinal the gradients by the final states, of an initial state's decoder for example;
   *     null for zeros
   * @return the gradient by the input's values; null if the input was not differentiable
   * @throws IllegalStateException in inference mode, or if called twice
   */
  public Tensor backward(Tensor dOutput, RecurrentStates dFinal) {
    return backward(dOutput, dFinal, null);
  }

  /**
   * Goes back, also from the cell states of every step.
   *
   * @param dOutput {@code [T, N, F]}, may be overwritten; null for zeros
   * @param dFinal the gradients by the final states; null for zeros
   * @param dCells the gradients by every step's cell states, {@code [T, N, H]} for each layer and
   *     direction in the order of {@link RecurrentTrace}; null, or null in an entry, for zeros
   * @return the gradient by the input's values; null if the input was not differentiable
   * @throws IllegalStateException in inference mode, or if called twice
   */
  public Tensor backward(Tensor dOutput, RecurrentStates dFinal, List<Tensor> dCells) {
    context.requireTraining();
    if (dFinal != null) {
      layer.requireStates("dFinal", dFinal, output.values().shape().size(1));
    }
    if (dCells != null && dCells.size() != passes.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "dCells: expected %d entries, one per layer and direction, got %d",
              passes.size(),
              dCells.size()));
    }
    wentBack = true;
    Tensor dY = dOutput;
    for (int l = spec.layers() - 1; l >= 0; l--) {
      Tensor dX = l > 0 || input.differentiable() ? scope.zeros(inputs.get(l).shape()) : null;
      for (int d = 0; d < directions(); d++) {
        int index = l * directions() + d;
        passes
            .get(index)
            .backward(
                slice(dY, l, d),
                dCells == null ? null : dCells.get(index),
                dFinal == null ? RecurrentStates.State.zero() : dFinal.get(index),
                dX == null ? null : FeatureSlice.of(dX));
      }
      if (l > 0 && spec.dropout() > 0) {
        drop(dX, l - 1, dX);
      }
      dY = dX;
    }
    return dY;
  }

  /** What one direction gets of its layer's output gradient. */
  private FeatureSlice slice(Tensor dY, int l, int d) {
    if (dY == null) {
      return null;
    }
    if (spec.merge() == Merge.SUMMED) {
      return FeatureSlice.of(dY);
    }
    int width = spec.cells().get(l).outputSize();
    return new FeatureSlice(dY, d * width, width);
  }

  /**
   * The gradients by the given initial states, also by those entries that were left zero. Learned
   * initial states have theirs in their parameters.
   *
   * @throws IllegalStateException before the backward pass, or without given initial states
   */
  public RecurrentStates initialStateGradients() {
    if (initial == null || !wentBack) {
      throw new IllegalStateException(
          initial == null
              ? "initial state gradients: expected a forward pass with initial states, got none"
              : "initial state gradients: expected a backward pass first");
    }
    return new RecurrentStates(passes.stream().map(UnidirectionalPass::initialGradients).toList());
  }
}
