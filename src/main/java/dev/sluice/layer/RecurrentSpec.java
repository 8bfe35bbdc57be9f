package dev.sluice.layer;

import dev.sluice.argument.Require;
import dev.sluice.cell.Biases;
import dev.sluice.cell.Cell;
import dev.sluice.cell.Lstm;
import dev.sluice.layer.stack.MaskSite;
import dev.sluice.sequence.Bptt;
import dev.sluice.sequence.Direction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A stack of recurrent layers: {@code [T, N, I]} to the top layer's outputs {@code [T, N, F]}. P is
 * the width of a cell's h, D the number of directions.
 *
 * <p>With cells under {@link dev.sluice.cell.Zoneout} or recurrent dropout a stack has at most 51
 * layers, and with dropout between layers at most 256, so that all draw masks of their own.
 *
 * @param cells one per layer, from the bottom; the input size of each but the first is set to what
 *     the layer below gives
 * @param directions in which every layer reads
 * @param merge how two directions' outputs become one sequence, in every layer
 * @param dropout between layers, 0 to below 1, in training; the top layer's output is not touched,
 *     so that, as in PyTorch, it never acts where there is one layer only
 * @param dropoutMask which elements it drops together
 * @param recurrentDropout of {@code weight_hh}, 0 to below 1, in training: DropConnect with one
 *     mask for all rows and timesteps of a pass, the kept weights divided by {@code 1 - rate}
 * @param initialStates what a sequence starts from where no states are given
 * @param bptt how far gradients flow back
 * @param initialization of the parameters
 */
public record RecurrentSpec(
    List<Cell> cells,
    DirectionMode directions,
    Merge merge,
    float dropout,
    DropoutMask dropoutMask,
    float recurrentDropout,
    InitialStates initialStates,
    Bptt bptt,
    RecurrentInitialization initialization)
    implements LayerSpec {

  /** Checks the values and fits the cells' input sizes. */
  public RecurrentSpec {
    Require.present("recurrent cells", cells);
    Require.atLeast("recurrent number of cells", 1, cells.size());
    Require.present("recurrent directions", directions);
    Require.present("recurrent merge", merge);
    Require.fraction("recurrent dropout", dropout);
    Require.present("recurrent dropoutMask", dropoutMask);
    Require.fraction("recurrent recurrentDropout", recurrentDropout);
    Require.present("recurrent initialStates", initialStates);
    Require.present("recurrent bptt", bptt);
    Require.present("recurrent initialization", initialization);
    if (merge == Merge.SUMMED && directions.count() == 1) {
      throw new IllegalArgumentException(
          String.format(
                  Locale.ROOT,
                  "recurrent: merge SUMMED and directions %s do not go together, since there is one output",
                  directions)
              + " to sum");
    }
    cells = stacked(cells, directions.count(), merge);
    requireSites(cells, dropout, recurrentDropout);
    if (initialization.forgetBias() != null) {
      cells.forEach(RecurrentSpec::requireForgetBias);
    }
  }

  private static void requireSites(List<Cell> cells, float dropout, float recurrentDropout) {
    boolean zoneout = cells.stream().anyMatch(cell -> cell.zoneout().acts());
    boolean inCells = zoneout || recurrentDropout > 0;
    int most = inCells ? MaskSite.MOST_LAYERS : MaskSite.MOST_LAYERS_OF_DROPOUT;
    if ((inCells || dropout > 0) && cells.size() > most) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "recurrent layers: expected at most %d with %s, got %d",
              most,
              inCells ? "zoneout or recurrent dropout" : "dropout",
              cells.size()));
    }
  }

  private static List<Cell> stacked(List<Cell> cells, int directions, Merge merge) {
    List<Cell> stacked = new ArrayList<>();
    for (Cell cell : cells) {
      stacked.add(
          stacked.isEmpty()
              ? cell
              : cell.withInputSize(width(stacked.get(stacked.size() - 1), directions, merge)));
    }
    return List.copyOf(stacked);
  }

  /** The features of a layer's output step. */
  private static int width(Cell cell, int directions, Merge merge) {
    return Math.multiplyExact(merge == Merge.SUMMED ? 1 : directions, cell.outputSize());
  }

  private static void requireForgetBias(Cell cell) {
    if (!(cell instanceof Lstm) || cell.biases() == Biases.NONE) {
      throw new IllegalArgumentException(
          "recurrent forgetBias: expected LSTM cells with biases, got " + cell);
    }
    if (((Lstm) cell).coupled()) {
      throw new IllegalArgumentException(
          "recurrent: a forgetBias and coupled gates do not go together, since a coupled forget"
              + " gate is 1 - i and has no bias");
    }
  }

  /** A forward stack of these cells, from the bottom. */
  public static RecurrentSpec of(Cell... cells) {
    return new RecurrentSpec(
        List.of(cells),
        DirectionMode.FORWARD,
        Merge.CONCATENATED,
        0,
        DropoutMask.INDEPENDENT,
        0,
        InitialStates.ZERO,
        Bptt.full(),
        RecurrentInitialization.pytorch());
  }

  /** So many layers of the first cell. */
  public RecurrentSpec withLayers(int layers) {
    Require.atLeast("recurrent layers", 1, layers);
    return with(draft -> draft.cells = Collections.nCopies(layers, cells.get(0)));
  }

  /** This stack, reading in other directions, their outputs side by side. */
  public RecurrentSpec withDirections(DirectionMode directions) {
    return withDirections(directions, Merge.CONCATENATED);
  }

  /**
   * This stack, reading in other directions, merged in some way.
   *
   * @throws IllegalArgumentException if a single direction is to be summed
   */
  public RecurrentSpec withDirections(DirectionMode directions, Merge merge) {
    return with(
        draft -> {
          draft.directions = directions;
          draft.merge = merge;
        });
  }

  /** This stack with dropout of single elements between its layers. */
  public RecurrentSpec withDropout(double dropout) {
    return withDropout(dropout, DropoutMask.INDEPENDENT);
  }

  /** This stack with dropout between its layers under such masks. */
  public RecurrentSpec withDropout(double dropout, DropoutMask mask) {
    return with(
        draft -> {
          draft.dropout = (float) dropout;
          draft.dropoutMask = mask;
        });
  }

  /** This stack with dropout of its recurrent weights. */
  public RecurrentSpec withRecurrentDropout(double recurrentDropout) {
    return with(draft -> draft.recurrentDropout = (float) recurrentDropout);
  }

  /** This stack with other initial states. */
  public RecurrentSpec withInitialStates(InitialStates initialStates) {
    return with(draft -> draft.initialStates = initialStates);
  }

  /** This stack with gradients that flow back so far. */
  public RecurrentSpec withBptt(Bptt bptt) {
    return with(draft -> draft.bptt = bptt);
  }

  /** This stack with parameters drawn otherwise. */
  public RecurrentSpec withInitialization(RecurrentInitialization initialization) {
    return with(draft -> draft.initialization = initialization);
  }

  /** L, the number of layers. */
  public int layers() {
    return cells.size();
  }

  /** I, the features of a step. */
  public int inputSize() {
    return cells.get(0).inputSize();
  }

  /** F, the features of an output step: the top layer's P, times D where concatenated. */
  public int outputSize() {
    return width(cells.get(cells.size() - 1), directions.count(), merge);
  }

  @Override
  public String kind() {
    return "recurrent";
  }

  @Override
  public FeatureShape outputShape(FeatureShape input) {
    input.require(FeatureShape.Kind.SEQUENCE, inputSize());
    int reverse =
        switch (directions) {
          case FORWARD -> 0;
          case REVERSE -> outputSize();
          // A sum has no features of the reverse direction alone.
          case BIDIRECTIONAL -> merge == Merge.SUMMED ? 0 : outputSize() / 2;
        };
    return new FeatureShape(FeatureShape.Kind.SEQUENCE, outputSize(), reverse);
  }

  @Override
  public Map<String, List<Integer>> parameterShapes() {
    Map<String, List<Integer>> shapes = new LinkedHashMap<>();
    for (int layer = 0; layer < layers(); layer++) {
      for (Direction direction : directions.each()) {
        String suffix = suffix(layer, direction);
        Cell cell = cells.get(layer);
        cell.parameterShapes().forEach((role, shape) -> shapes.put(role.label() + suffix, shape));
        if (initialStates == InitialStates.LEARNED) {
          LearnedStates.shapes(cell).forEach((name, shape) -> shapes.put(name + suffix, shape));
        }
      }
    }
    return shapes;
  }

  /** What PyTorch appends to the names of parameters: {@code _l0}, {@code _l0_reverse}, ... */
  static String suffix(int layer, Direction direction) {
    return "_l" + layer + (direction == Direction.REVERSE ? "_reverse" : "");
  }

  @Override
  public Recurrent create(LayerContext context) {
    return new Recurrent(this, context);
  }

  private RecurrentSpec with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return new RecurrentSpec(
        draft.cells,
        draft.directions,
        draft.merge,
        draft.dropout,
        draft.dropoutMask,
        draft.recurrentDropout,
        draft.initialStates,
        draft.bptt,
        draft.initialization);
  }

  /** A copy to change. */
  private static final class Draft {
    private List<Cell> cells;
    private DirectionMode directions;
    private Merge merge;
    private float dropout;
    private DropoutMask dropoutMask;
    private float recurrentDropout;
    private InitialStates initialStates;
    private Bptt bptt;
    private RecurrentInitialization initialization;

    Draft(RecurrentSpec spec) {
      cells = spec.cells;
      directions = spec.directions;
      merge = spec.merge;
      dropout = spec.dropout;
      dropoutMask = spec.dropoutMask;
      recurrentDropout = spec.recurrentDropout;
      initialStates = spec.initialStates;
      bptt = spec.bptt;
      initialization = spec.initialization;
    }
  }
}
