package dev.sluice.insight.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.device.Device;
import dev.sluice.device.Devices;
import dev.sluice.device.Scope;
import dev.sluice.layer.DirectionMode;
import dev.sluice.layer.Features;
import dev.sluice.layer.ForwardContext;
import dev.sluice.layer.RecurrentSpec;
import dev.sluice.model.Model;
import dev.sluice.model.ModelSpec;
import dev.sluice.oracle.CellOptions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CostExperimentTest {
  private static final CostSettings TINY = new CostSettings(6, 3, 2, 1e-6, 1e-6);
  private static final int INPUT = 3;
  private static final int HIDDEN = 5;

  /** Every cell in both dialects, and every option of cells. */
  private static List<Cell> cells() {
    List<Cell> cells = new ArrayList<>(CellOptions.single(INPUT, HIDDEN));
    cells.addAll(CellOptions.all(INPUT, HIDDEN));
    cells.add(Rnn.of(INPUT, HIDDEN));
    cells.add(Gru.of(INPUT, HIDDEN));
    cells.add(Lstm.of(INPUT, HIDDEN));
    cells.add(Rnn.article(INPUT, HIDDEN));
    cells.add(Gru.article(INPUT, HIDDEN));
    cells.add(Lstm.article(INPUT, HIDDEN));
    return cells;
  }

  private static LayerCost cost(RecurrentSpec spec) {
    return new LayerCost(spec, 0, new Timing(1, 1, 1), new Timing(1, 1, 1));
  }

  @Test
  void formulasCountTheParametersOfEveryCellAndOption() {
    for (Cell cell : cells()) {
      assertEquals(cell.parameterCount(), ParameterFormula.of(cell).value(), cell::toString);
    }
  }

  @Test
  void formulasAreThoseOfTheArticle() {
    assertEquals("H·I + H·H + H", ParameterFormula.of(Rnn.article(1, 2)).toString());
    assertEquals("3 × (H·I + H·H + H)", ParameterFormula.of(Gru.article(1, 2)).toString());
    assertEquals("4 × (H·I + H·H + H)", ParameterFormula.of(Lstm.article(1, 2)).toString());
    assertEquals("4 × (H·I + H·H + H + H)", ParameterFormula.of(Lstm.of(1, 2)).toString());
    assertEquals(
        "4 × (H·I + H·P + H + H) + P·H + H + H + H",
        ParameterFormula.of(Lstm.of(1, 2).withProjection(3).withPeepholes()).toString());
  }

  @Test
  void stacksCountTheParametersOfTheModel() {
    try (Device device = Devices.cpu(1)) {
      for (Cell cell : cells()) {
        for (DirectionMode directions : DirectionMode.values()) {
          RecurrentSpec spec = RecurrentSpec.of(cell).withLayers(3).withDirections(directions);
          ModelSpec model = ModelSpec.ofSequences(INPUT).recurrent(spec);
          try (Model created = Model.create(model, device, 1)) {
            assertEquals(created.parameterCount(), cost(spec).parameters(), spec::toString);
          }
        }
      }
    }
  }

  @Test
  void countsMultiplyAddsOfTheWeightsThatAreRead() {
    long perGate = HIDDEN * (INPUT + HIDDEN);
    assertEquals(perGate, forward(Rnn.of(INPUT, HIDDEN)));
    assertEquals(3 * perGate, forward(Gru.of(INPUT, HIDDEN)));
    assertEquals(3 * perGate, forward(Gru.article(INPUT, HIDDEN)));
    assertEquals(4 * perGate, forward(Lstm.of(INPUT, HIDDEN)));
    assertEquals(3 * perGate, forward(Lstm.of(INPUT, HIDDEN).withCoupledGates()));
    assertEquals(
        4 * HIDDEN * (INPUT + 2) + 2 * HIDDEN, forward(Lstm.of(INPUT, HIDDEN).withProjection(2)));
    RecurrentSpec stack =
        RecurrentSpec.of(Rnn.of(INPUT, HIDDEN))
            .withLayers(2)
            .withDirections(DirectionMode.BIDIRECTIONAL);
    MultiplyAdds ofStack = MultiplyAdds.of(stack);
    assertEquals(2 * (perGate + HIDDEN * (2 * HIDDEN + HIDDEN)), ofStack.forward());
    assertEquals(2 * ofStack.forward(), ofStack.backward());
  }

  private static long forward(Cell cell) {
    return MultiplyAdds.of(RecurrentSpec.of(cell)).forward();
  }

  @Test
  void keptBytesAreWhatTheDeviceHoldsBetweenThePasses() {
    for (Cell cell : cells()) {
      RecurrentSpec spec = RecurrentSpec.of(cell);
      try (Device device = Devices.cpu(1)) {
        LayerCost cost = new CostExperiment(TINY, List.of(spec)).run(device).layers().get(0);
        assertEquals(0, device.openTensors());
        assertEquals(0, device.bytesInUse());
        assertEquals(held(spec, device, true), cost.keptBytes(), cell::toString);
      }
    }
  }

  /** The memory that a pass holds until its scope is closed. */
  private static long held(RecurrentSpec spec, Device device, boolean training) {
    ModelSpec modelSpec = ModelSpec.ofSequences(INPUT).recurrent(spec);
    try (Model model = Model.create(modelSpec, device, 1);
        Scope inputs = device.scope();
        Scope scope = device.scope()) {
      model.zeroGradients();
      Features x = Features.data(inputs.zeros(TINY.timesteps(), TINY.batch(), INPUT), null);
      long before = device.bytesInUse();
      var unused =
          model.forward(
              x, training ? ForwardContext.training(scope, 1, 0) : ForwardContext.inference(scope));
      return device.bytesInUse() - before;
    }
  }

  /** A length at which neither the padding nor the pool's rounding adds anything. */
  @Test
  void keepsInputGatesAndStatesOfEveryTimestep() {
    int size = 64;
    CostSettings settings = new CostSettings(64, 16, 1, 1e-6, 1e-6);
    long floats = 64L * 16 * size;
    try (Device device = Devices.cpu(1)) {
      List<RecurrentSpec> specs =
          List.of(RecurrentSpec.of(Rnn.of(size, size)), RecurrentSpec.of(Gru.of(size, size)));
      List<LayerCost> costs = new CostExperiment(settings, specs).run(device).layers();
      // x, the pre-activation or gate, h, and the output; h0 and hN have a row for each sequence.
      assertEquals(4 * (4 * floats + 2 * 16 * size), costs.get(0).keptBytes());
      assertTrue(costs.get(1).keptBytes() > costs.get(0).keptBytes());
    }
  }

  @Test
  void inferenceHoldsLess() {
    RecurrentSpec spec = RecurrentSpec.of(Lstm.of(INPUT, 64));
    try (Device device = Devices.cpu(1)) {
      CostSettings settings = TINY;
      LayerCost cost = new CostExperiment(settings, List.of(spec)).run(device).layers().get(0);
      assertTrue(cost.keptBytes() >= held(spec, device, false));
    }
  }

  @Test
  void measuresEachLayerInEachRound() {
    List<RecurrentSpec> specs =
        List.of(RecurrentSpec.of(Rnn.of(2, 3)), RecurrentSpec.of(Lstm.of(2, 3)));
    int[] measured = new int[1];
    try (Device device = Devices.cpu(1)) {
      CostExperiment experiment = new CostExperiment(TINY, specs);
      assertTrue(experiment.forecastSeconds(device) > 0);
      CostResult result = experiment.run(device, () -> measured[0]++);
      assertEquals(experiment.measurements(), measured[0]);
      assertEquals(specs, result.layers().stream().map(LayerCost::spec).toList());
      assertEquals("lstm", result.lstm().orElseThrow().kind());
      for (LayerCost layer : result.layers()) {
        assertTrue(layer.forward().fastest() > 0);
        assertTrue(layer.backward().fastest() <= layer.backward().slowest());
      }
    }
  }

  @Test
  void sharesAreOfTheLstm() {
    LayerCost rnn =
        new LayerCost(
            RecurrentSpec.of(Rnn.article(4, 4)), 10, new Timing(2, 1, 3), new Timing(4, 3, 5));
    LayerCost lstm =
        new LayerCost(
            RecurrentSpec.of(Lstm.article(4, 4)), 40, new Timing(8, 7, 9), new Timing(8, 7, 9));
    CostResult both = new CostResult(TINY, "d", List.of(rnn, lstm));
    assertEquals(0.25, Cost.PARAMETERS.share(rnn, both).getAsDouble());
    assertEquals(0.25, Cost.KEPT_BYTES.share(rnn, both).getAsDouble());
    assertEquals(0.25, Cost.FORWARD_NANOS.share(rnn, both).getAsDouble());
    assertEquals(0.5, Cost.BACKWARD_NANOS.share(rnn, both).getAsDouble());
    assertTrue(Cost.PARAMETERS.share(rnn, new CostResult(TINY, "d", List.of(rnn))).isEmpty());
  }

  @Test
  void takesTheMedianOfTheRounds() {
    assertEquals(new Timing(2, 1, 9), Timing.of(new double[] {9, 1, 2}));
    assertEquals(new Timing(3, 1, 9), Timing.of(new double[] {9, 1, 2, 4}));
  }

  @Test
  void refusesWhatNoTensorHolds() {
    CostSettings long1 = TINY.withTimesteps(1 << 20).withBatch(1 << 10);
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> new CostExperiment(long1, List.of(RecurrentSpec.of(Rnn.of(4, 1)))));
    assertEquals(
        "input: expected at most 2147483647 elements, got 1048576 timesteps of 1024 sequences of 4"
            + " features",
        refused.getMessage());
  }
}
