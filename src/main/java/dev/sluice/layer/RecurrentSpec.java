package dev.sluice.layer;

import dev.sluice.argument.Require;
import dev.sluice.cell.Biases;
import dev.sluice.cell.Cell;
import dev.sluice.cell.Lstm;
import dev.sluice.layer.stack.MaskSite;
import dev.sluice.record.RecordCopy;
import dev.sluice.sequence.Bptt;
import dev.sluice.sequence.Direction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Describes a stack of recurrent layers: {@code [T, N, I]} gives the outputs of the top layer,
 * {@code [T, N, F]}. P is the size of a cell's output h, D the number of directions.
 *
 * <p>A stack has at most 51 layers with {@link dev.sluice.cell.Zoneout} or recurrent dropout, and
 * at most 256 layers with dropout between layers. So every mask has its own random numbers.
 *
 * @param cells one cell per layer, from the bottom; the input size of each but the first is set to
 *     the output size of the layer below
 * @param directions the directions in which every layer reads
 * @param merge how the outputs of two directions are combined, in every layer
 * @param dropout rate of dropout between layers in training, at least 0 and below 1. As in PyTorch,
 *     the output of the top layer is not dropped, so it has no effect on a single layer
 * @param dropoutMask which elements are dropped together
 * @param recurrentDropout rate of dropout of {@code weight_hh} in training, at least 0 and below 1.
 *     This is DropConnect with one mask for all rows and timesteps of a pass; the kept weights are
 *     divided by {@code 1 - rate}
 * @param initialStates the initial states, used if the caller gives none
 * @param bptt how far gradients flow back through time
 * @param initialization initial distributions of the parameters
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

  /** Checks the values and sets the cells' input sizes. */
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
                  "recurrent: merge SUMMED needs two directions, got %s: one direction has a single",
                  directions)
              + " output");
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
    int max = inCells ? MaskSite.MAX_LAYERS : MaskSite.MAX_LAYERS_WITH_DROPOUT_ONLY;
    if ((inCells || dropout > 0) && cells.size() > max) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "recurrent layers: expected at most %d with %s, got %d",
              max,
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

  /** The number of features of a layer's output. */
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
          "recurrent forgetBias: expected an LSTM without coupled gates, got coupled ones, whose"
              + " forget gate is 1 - i and has no bias");
    }
  }

  /** A stack of these cells, from the bottom, that reads forward. */
  public static RecurrentSpec of(Cell... cells) {
    return new RecurrentSpec(
        Require.copyOf("cells", cells),
        DirectionMode.FORWARD,
        Merge.CONCATENATED,
        0,
        DropoutMask.INDEPENDENT,
        0,
        InitialStates.ZERO,
        Bptt.full(),
        RecurrentInitialization.pytorch());
  }

  /** A copy with this many layers of the first cell. */
  public RecurrentSpec withLayers(int layers) {
    Require.atLeast("recurrent layers", 1, layers);
    return RecordCopy.with(this, "cells", Collections.nCopies(layers, cells.get(0)));
  }

  /** A copy that reads in other directions; the outputs of two directions are concatenated. */
  public RecurrentSpec withDirections(DirectionMode directions) {
    return withDirections(directions, Merge.CONCATENATED);
  }

  /**
   * A copy that reads in other directions and combines their outputs in this way.
   *
   * @throws IllegalArgumentException if the outputs of a single direction are to be summed
   */
  public RecurrentSpec withDirections(DirectionMode directions, Merge merge) {
    return RecordCopy.with(this, "directions", directions, "merge", merge);
  }

  /** A copy with dropout between its layers that drops each element independently. */
  public RecurrentSpec withDropout(double dropout) {
    return withDropout(dropout, DropoutMask.INDEPENDENT);
  }

  /** A copy with dropout between its layers with this mask. */
  public RecurrentSpec withDropout(double dropout, DropoutMask mask) {
    return RecordCopy.with(this, "dropout", (float) dropout, "dropoutMask", mask);
  }

  /** A copy with dropout of its recurrent weights. */
  public RecurrentSpec withRecurrentDropout(double recurrentDropout) {
    return RecordCopy.with(this, "recurrentDropout", (float) recurrentDropout);
  }

  /** A copy with other initial states. */
  public RecurrentSpec withInitialStates(InitialStates initialStates) {
    return RecordCopy.with(this, "initialStates", initialStates);
  }

  /** A copy whose gradients flow this far back through time. */
  public RecurrentSpec withBptt(Bptt bptt) {
    return RecordCopy.with(this, "bptt", bptt);
  }

  /** A copy with other initial distributions of its parameters. */
  public RecurrentSpec withInitialization(RecurrentInitialization initialization) {
    return RecordCopy.with(this, "initialization", initialization);
  }

  /** L, the number of layers. */
  public int layers() {
    return cells.size();
  }

  /** I, the number of input features. */
  public int inputSize() {
    return cells.get(0).inputSize();
  }

  /**
   * F, the number of output features: P of the top layer, times D if directions are concatenated.
   */
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
          // Every feature of a sum contains both directions.
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

  /** PyTorch's suffix of parameter names: {@code _l0}, {@code _l0_reverse}, ... */
  static String suffix(int layer, Direction direction) {
    return "_l" + layer + (direction == Direction.REVERSE ? "_reverse" : "");
  }

  @Override
  public Recurrent create(LayerContext context) {
    return new Recurrent(this, context);
  }
}
