package dev.sluice.layer;

import dev.sluice.device.Elementwise;
import dev.sluice.device.FeatureSlice;
import dev.sluice.device.Parameter;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One forward pass of a recurrent stack and its backward pass. It also gives the final states of
 * every layer, and takes gradients with respect to them.
 */
public final class RecurrentPass implements Layer.Pass {
  private final Recurrent layer;
  private final RecurrentSpec spec;
  private final Features input;
  private final @Nullable RecurrentStates initial;
  private final boolean traced;
  private final ForwardContext context;
  private final Scope scope;

  /** One per layer and direction. */
  private final List<UnidirectionalPass> passes = new ArrayList<>();

  /** The input of each layer: the stack's input, or the output of the layer below after dropout. */
  private final List<Tensor> inputs = new ArrayList<>();

  private final Features output;
  private boolean backwardDone;

  RecurrentPass(
      Recurrent layer,
      Features input,
      @Nullable RecurrentStates initial,
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
    passes.add(new UnidirectionalPass(layer.layer(index), read, given, y, traced, context));
  }

  /** A new tensor, since the backward pass still needs the outputs of both directions. */
  private Tensor sum(List<Tensor> each) {
    Elementwise ops = layer.device().elementwise();
    Tensor sum = scope.floats(each.get(0).shape());
    ops.copy(each.get(0), sum);
    each.subList(1, each.size()).forEach(more -> ops.add(more, sum));
    return sum;
  }

  /** A new tensor, since the backward pass still needs the output before dropout. */
  private Tensor dropped(Tensor y, int below) {
    if (!drops()) {
      return y;
    }
    Tensor kept = scope.floats(y.shape());
    drop(y, below, kept);
    return kept;
  }

  private boolean drops() {
    return context.training() && spec.dropout() > 0;
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

  /**
   * {@code [T, N, F]}, where F is the output size of the description; zero beyond each row's
   * length.
   */
  @Override
  public Features output() {
    return output;
  }

  /** The final states hN and cN of every layer and direction, owned by the context's scope. */
  public RecurrentStates finalStates() {
    return new RecurrentStates(passes.stream().map(UnidirectionalPass::finalState).toList());
  }

  /**
   * The states and gates of every step, owned by the context's scope.
   *
   * @throws IllegalStateException unless the pass comes from {@link Recurrent#forwardTraced}
   */
  public RecurrentTrace trace() {
    if (!traced) {
      throw new IllegalStateException("trace: expected a traced forward pass, got a plain one");
    }
    return new RecurrentTrace(passes.stream().map(UnidirectionalPass::trace).toList());
  }

  @Override
  public @Nullable Tensor backward(Tensor dOutput) {
    return backward(dOutput, null);
  }

  /**
   * Runs the backward pass through the stack and through time. Adds to the gradients of the
   * parameters.
   *
   * @param dOutput gradient of the loss with respect to the output, {@code [T, N, F]}; may be
   *     overwritten; null for zeros
   * @param dFinal gradients with respect to the final states, for example from a decoder that
   *     started from them; null for zeros
   * @return gradient of the loss with respect to the input's values, {@code [T, N, I]}; null if the
   *     input is not differentiable
   * @throws IllegalStateException in inference mode, or if called twice
   */
  public @Nullable Tensor backward(@Nullable Tensor dOutput, @Nullable RecurrentStates dFinal) {
    return backward(dOutput, dFinal, null);
  }

  /**
   * Runs the backward pass, with gradients with respect to the cell states of every step too.
   *
   * @param dOutput gradient of the loss with respect to the output, {@code [T, N, F]}; may be
   *     overwritten; null for zeros
   * @param dFinal gradients with respect to the final states; null for zeros
   * @param dCells gradients with respect to the cell states of every step, {@code [T, N, H]} for
   *     each layer and direction in the order of {@link RecurrentTrace}; null, or null in an entry,
   *     for zeros
   * @return gradient of the loss with respect to the input's values, {@code [T, N, I]}; null if the
   *     input is not differentiable
   * @throws IllegalStateException in inference mode, or if called twice
   */
  public @Nullable Tensor backward(
      @Nullable Tensor dOutput, @Nullable RecurrentStates dFinal, @Nullable List<Tensor> dCells) {
    context.requireBackward();
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
    backwardDone = true;
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
      if (dX != null && l > 0 && drops()) {
        drop(dX, l - 1, dX);
      }
      dY = dX;
    }
    return dY;
  }

  /** The part of a layer's output gradient that belongs to one direction. */
  private @Nullable FeatureSlice slice(@Nullable Tensor dY, int l, int d) {
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
   * The gradients with respect to the given initial states, also for entries that were null. The
   * gradients of learned initial states are in their parameters instead.
   *
   * @throws IllegalStateException before the backward pass, or if no initial states were given
   */
  public RecurrentStates initialStateGradients() {
    if (initial == null || !backwardDone) {
      throw new IllegalStateException(
          initial == null
              ? "initial state gradients: expected a forward pass with initial states, got none"
              : "initial state gradients: expected a backward pass first");
    }
    return new RecurrentStates(passes.stream().map(UnidirectionalPass::initialGradients).toList());
  }
}
