package dev.sluice.layer;

import dev.sluice.cell.Biases;
import dev.sluice.cell.Cell;
import dev.sluice.cell.Lstm;
import dev.sluice.device.Bptt;
import dev.sluice.device.Direction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A stack of recurrent layers: {@code [T, N, I]} to {@code [T, N, D*H]} of the top layer.
 *
 * @param cells one per layer, from the bottom; the input size of each but the first is set to what
 *     the layer below gives
 * @param directions in which every layer reads
 * @param dropout between layers, 0 to below 1; the top layer's output is not touched
 * @param bptt how far gradients flow back
 * @param initialization of the parameters
 */
public record RecurrentSpec(
    List<Cell> cells,
    Directions directions,
    float dropout,
    Bptt bptt,
    RecurrentInitialization initialization)
    implements LayerSpec {

  /** Checks the values and fits the cells' input sizes. */
  public RecurrentSpec {
    SpecChecks.present("recurrent cells", cells);
    SpecChecks.positive("recurrent number of cells", cells.size());
    SpecChecks.present("recurrent directions", directions);
    SpecChecks.rate("recurrent dropout", dropout);
    SpecChecks.present("recurrent bptt", bptt);
    SpecChecks.present("recurrent initialization", initialization);
    cells = stacked(cells, directions);
    if (initialization.forgetBias() != null) {
      cells.forEach(RecurrentSpec::requireForgetBias);
    }
  }

  private static List<Cell> stacked(List<Cell> cells, Directions directions) {
    List<Cell> stacked = new ArrayList<>();
    for (Cell cell : cells) {
      if (stacked.isEmpty()) {
        stacked.add(cell);
      } else {
        int below = stacked.get(stacked.size() - 1).hiddenSize();
        stacked.add(cell.withInputSize(Math.multiplyExact(directions.count(), below)));
      }
    }
    return List.copyOf(stacked);
  }

  private static void requireForgetBias(Cell cell) {
    if (!(cell instanceof Lstm) || cell.biases() == Biases.NONE) {
      throw new IllegalArgumentException(
          "recurrent forgetBias: expected LSTM cells with biases, got " + cell);
    }
  }

  /** A forward stack of these cells, from the bottom. */
  public static RecurrentSpec of(Cell... cells) {
    return new RecurrentSpec(
        List.of(cells), Directions.FORWARD, 0, Bptt.full(), RecurrentInitialization.pytorch());
  }

  /** So many layers of the first cell. */
  public RecurrentSpec withLayers(int layers) {
    SpecChecks.positive("recurrent layers", layers);
    return new RecurrentSpec(
        Collections.nCopies(layers, cells.get(0)), directions, dropout, bptt, initialization);
  }

  /** This stack, reading in other directions. */
  public RecurrentSpec withDirections(Directions directions) {
    return new RecurrentSpec(cells, directions, dropout, bptt, initialization);
  }

  /** This stack with dropout between its layers. */
  public RecurrentSpec withDropout(double dropout) {
    return new RecurrentSpec(cells, directions, (float) dropout, bptt, initialization);
  }

  /** This stack with gradients that flow back so far. */
  public RecurrentSpec withBptt(Bptt bptt) {
    return new RecurrentSpec(cells, directions, dropout, bptt, initialization);
  }

  /** This stack with parameters drawn otherwise. */
  public RecurrentSpec withInitialization(RecurrentInitialization initialization) {
    return new RecurrentSpec(cells, directions, dropout, bptt, initialization);
  }

  /** L, the number of layers. */
  public int layers() {
    return cells.size();
  }

  /** I, the features of a step. */
  public int inputSize() {
    return cells.get(0).inputSize();
  }

  /** D*H of the top layer, the features of an output step. */
  public int outputSize() {
    return Math.multiplyExact(directions.count(), cells.get(cells.size() - 1).hiddenSize());
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
          case BIDIRECTIONAL -> outputSize() / 2;
        };
    return new FeatureShape(FeatureShape.Kind.SEQUENCE, outputSize(), reverse);
  }

  @Override
  public Map<String, List<Integer>> parameterShapes() {
    Map<String, List<Integer>> shapes = new LinkedHashMap<>();
    for (int layer = 0; layer < layers(); layer++) {
      for (Direction direction : directions.each()) {
        String suffix = suffix(layer, direction);
        cells
            .get(layer)
            .parameterShapes()
            .forEach((role, shape) -> shapes.put(role.label() + suffix, shape));
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
}
