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

/**
 * A stack of recurrent layers. The parameters have PyTorch's names: {@code weight_ih_l0}, {@code
 * weight_hh_l0}, {@code bias_ih_l0}, {@code bias_hh_l0}, {@code weight_ih_l0_reverse}, ...; after
 * those of each layer and direction come its learned initial states, {@code h0_l0} and {@code
 * c0_l0}.
 *
 * <p>Inference may run from several threads at once.
 */
public final class Recurrent implements Layer {
  private final RecurrentSpec spec;
  private final LayerContext context;
  private final List<UnidirectionalLayer> cells = new ArrayList<>();

  Recurrent(RecurrentSpec spec, LayerContext context) {
    this.spec = spec;
    this.context = context;
    for (int layer = 0; layer < spec.layers(); layer++) {
      for (Direction direction : spec.directions().each()) {
        cells.add(new UnidirectionalLayer(spec, layer, direction, context));
      }
    }
  }

  /** Its description. */
  public RecurrentSpec spec() {
    return spec;
  }

  @Override
  public List<Parameter> parameters() {
    return cells.stream().flatMap(cell -> cell.parameters().stream()).toList();
  }

  @Override
  public RecurrentPass forward(Features input, ForwardContext forwardContext) {
    return forward(input, null, forwardContext);
  }

  /**
   * Computes the outputs from given initial states: those of an encoder, or of the piece before in
   * truncated training.
   *
   * @param input {@code [T, N, I]}, T and N at least 1
   * @param initial states that are only read, instead of learned ones too; null for what the
   *     description says
   * @throws IllegalArgumentException if a type or shape does not fit
   */
  public RecurrentPass forward(
      Features input, RecurrentStates initial, ForwardContext forwardContext) {
    return forward(input, initial, false, forwardContext);
  }

  /**
   * As {@link #forward(Features, RecurrentStates, ForwardContext)}, and keeps every step's cell
   * states and gates for {@link RecurrentPass#trace}.
   */
  public RecurrentPass forwardTraced(
      Features input, RecurrentStates initial, ForwardContext forwardContext) {
    return forward(input, initial, true, forwardContext);
  }

  private RecurrentPass forward(
      Features input, RecurrentStates initial, boolean traced, ForwardContext forwardContext) {
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
   * Starts a stream of single steps, from the stack's own initial states.
   *
   * @param batch the rows of each step
   * @throws IllegalArgumentException if a layer reads in reverse
   */
  public RecurrentStream stream(int batch) {
    return new RecurrentStream(this, batch);
  }

  /** Checks states, or gradients by them, against the stack. */
  void requireStates(String name, RecurrentStates states, int batch) {
    if (states.count() != cells.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: expected %d states, one per layer and direction, got %d",
              name,
              cells.size(),
              states.count()));
    }
    for (int i = 0; i < cells.size(); i++) {
      Cell cell = cells.get(i).cell();
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

  /** The cell with PyTorch's index {@code layer * D + direction}. */
  UnidirectionalLayer cell(int index) {
    return cells.get(index);
  }

  /**
   * Room for the states of so many rows, written with what a sequence starts from.
   *
   * @param scope owns them
   */
  public RecurrentStates initialStates(int batch, Scope scope) {
    RecurrentStates states =
        new RecurrentStates(cells.stream().map(cell -> cell.states(batch, scope)).toList());
    writeInitialStates(states);
    return states;
  }

  /** Overwrites states with what a sequence starts from: zeros, or the learned initial states. */
  public void writeInitialStates(RecurrentStates states) {
    for (int i = 0; i < cells.size(); i++) {
      cells.get(i).writeInitial(states.get(i));
    }
  }

  /** The site of the dropout above a layer. */
  int dropoutSite(int layer) {
    return context.site(MaskSite.DROPOUT.place(layer, 0));
  }
}
