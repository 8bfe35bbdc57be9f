package dev.sluice.layer;

import dev.sluice.cell.Cell;
import dev.sluice.device.DType;
import dev.sluice.device.Device;
import dev.sluice.device.Parameter;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import dev.sluice.layer.stack.MaskSite;
import dev.sluice.sequence.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A stack of recurrent layers: {@code [T, N, I]} gives the outputs h of the top layer, {@code [T,
 * N, F]}. F is P, the size of a cell's output, or 2*P if two directions are concatenated. Outputs
 * beyond a row's length are zero.
 *
 * <p>The parameters have PyTorch's names: {@code weight_ih_l0}, {@code weight_hh_l0}, {@code
 * bias_ih_l0}, {@code bias_hh_l0}, {@code weight_ih_l0_reverse}, ... Learned initial states, {@code
 * h0_l0} and {@code c0_l0}, follow the other parameters of their layer and direction.
 *
 * <p>Several threads may run inference at once.
 */
public final class Recurrent implements Layer {
  private final RecurrentSpec spec;
  private final LayerContext context;
  private final List<UnidirectionalLayer> layers = new ArrayList<>();

  Recurrent(RecurrentSpec spec, LayerContext context) {
    this.spec = spec;
    this.context = context;
    for (int layer = 0; layer < spec.layers(); layer++) {
      for (Direction direction : spec.directions().each()) {
        layers.add(new UnidirectionalLayer(spec, layer, direction, context));
      }
    }
  }

  /** The description of this layer. */
  public RecurrentSpec spec() {
    return spec;
  }

  @Override
  public List<Parameter> parameters() {
    return layers.stream().flatMap(layer -> layer.parameters().stream()).toList();
  }

  @Override
  public RecurrentPass forward(Features input, ForwardContext forwardContext) {
    return forward(input, null, forwardContext);
  }

  /**
   * Runs the forward pass from given initial states, such as those of an encoder, or of the window
   * before in truncated backpropagation through time.
   *
   * @param input {@code [T, N, I]}, T and N at least 1
   * @param initial initial states, which are only read; they replace learned ones too. Null for the
   *     initial states of the description
   * @throws IllegalArgumentException if a type or shape does not fit
   */
  public RecurrentPass forward(
      Features input, @Nullable RecurrentStates initial, ForwardContext forwardContext) {
    return forward(input, initial, false, forwardContext);
  }

  /**
   * Like {@link #forward(Features, RecurrentStates, ForwardContext)}, but keeps the cell states and
   * gates of every step for {@link RecurrentPass#trace}.
   */
  public RecurrentPass forwardTraced(
      Features input, RecurrentStates initial, ForwardContext forwardContext) {
    return forward(input, initial, true, forwardContext);
  }

  private RecurrentPass forward(
      Features input,
      @Nullable RecurrentStates initial,
      boolean traced,
      ForwardContext forwardContext) {
    Tensor x = input.values().require("recurrent input", DType.FLOAT32, -1, -1, spec.inputSize());
    int batch = x.shape().size(1);
    if (x.shape().size(0) == 0 || batch == 0) {
      throw new IllegalArgumentException(
          "recurrent input: expected at least 1 timestep and 1 row, got " + x.shape());
    }
    if (initial != null) {
      requireStates("initial", initial, batch);
    }
    return new RecurrentPass(this, input, initial, traced, forwardContext);
  }

  /**
   * Creates a stream that runs single steps, starting from the stack's initial states.
   *
   * @param batch N, the number of rows of each step
   * @throws IllegalArgumentException if a layer reads in reverse
   */
  public RecurrentStream stream(int batch) {
    return new RecurrentStream(this, batch);
  }

  /** Checks the shapes of states, or of gradients with respect to states. */
  void requireStates(String name, RecurrentStates states, int batch) {
    if (states.count() != layers.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: expected %d states, one per layer and direction, got %d",
              name,
              layers.size(),
              states.count()));
    }
    for (int i = 0; i < layers.size(); i++) {
      Cell cell = layers.get(i).cell();
      RecurrentStates.State state = states.get(i);
      if (state.hidden() != null) {
        state.hidden().require(name + " hidden " + i, DType.FLOAT32, batch, cell.outputSize());
      }
      if (state.cell() != null) {
        if (!cell.hasCellState()) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "%s cell %d: expected none for %s, got %s",
                  name,
                  i,
                  cell.kind(),
                  state.cell().layout()));
        }
        state.cell().require(name + " cell " + i, DType.FLOAT32, batch, cell.hiddenSize());
      }
    }
  }

  Device device() {
    return context.device();
  }

  /** The layer and direction of PyTorch's index {@code layer * D + direction}. */
  UnidirectionalLayer layer(int index) {
    return layers.get(index);
  }

  /**
   * Creates the initial states of a sequence, for {@code batch} rows.
   *
   * @param scope owns them, and closes them; the caller closes the scope
   */
  public RecurrentStates initialStates(int batch, Scope scope) {
    RecurrentStates states =
        new RecurrentStates(layers.stream().map(layer -> layer.states(batch, scope)).toList());
    writeInitialStates(states);
    return states;
  }

  /** Overwrites states with the initial states of a sequence: zeros, or the learned ones. */
  public void writeInitialStates(RecurrentStates states) {
    for (int i = 0; i < layers.size(); i++) {
      layers.get(i).writeInitial(states.get(i));
    }
  }

  /** The random number site of the dropout above a layer. */
  int dropoutSite(int layer) {
    return context.site(MaskSite.DROPOUT.place(layer, 0));
  }
}
