package dev.sluice.device.spi;

import dev.sluice.cell.Cell;
import dev.sluice.device.Capacity;
import dev.sluice.device.DType;
import dev.sluice.device.FeatureSlice;
import dev.sluice.device.RecurrencePlan.InputGradients;
import dev.sluice.device.RecurrencePlan.Inputs;
import dev.sluice.device.RecurrencePlan.OutputGradients;
import dev.sluice.device.RecurrencePlan.Outputs;
import dev.sluice.device.Tensor;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Argument checks of a recurrence for backends, made before anything is computed. */
public final class RecurrenceChecks {
  private RecurrenceChecks() {}

  /**
   * Refuses options that a backend does not compute.
   *
   * @param backend the name of the backend
   * @param known the options that the backend computes, by the names of the record's components
   * @throws IllegalArgumentException if the cell has other options; the message names them
   */
  public static void requireKnownOptions(String backend, Cell cell, Set<String> known) {
    String unknown = cell.optionsBeyond(known);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: the %s backend does not compute %s",
              cell.kind(),
              backend,
              unknown));
    }
  }

  /**
   * Checks the types and shapes of a forward pass. The backend itself checks the values of the
   * lengths.
   *
   * @throws IllegalArgumentException if an argument is wrong; the message names it
   */
  public static void forward(Cell cell, Capacity capacity, Inputs inputs, Outputs outputs) {
    FeatureSlice x = inputs.x();
    int timesteps = x.timesteps();
    int batch = x.batch();
    int hidden = cell.hiddenSize();
    int output = cell.outputSize();
    if (!capacity.holds(timesteps, batch)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "x: expected at most %d timesteps of %d rows, got %d of %d",
              capacity.timesteps(),
              capacity.batch(),
              timesteps,
              batch));
    }
    slice("x", x, timesteps, batch, cell.inputSize());
    slice("y", outputs.y(), timesteps, batch, output);
    cellSlice("cells", outputs.cells(), timesteps, batch, cell);
    slice("gates", outputs.gates(), timesteps, batch, cell.gates() * hidden);
    state("h0", inputs.h0(), batch, output);
    state("hN", outputs.hN(), batch, output);
    cellState("c0", inputs.c0(), batch, cell);
    cellState("cN", outputs.cN(), batch, cell);
    if (inputs.lengths() != null) {
      inputs.lengths().require("lengths", DType.INT32, batch);
    }
    ZoneoutRandomOffsets.of(cell, timesteps, batch);
  }

  /**
   * Checks the types and shapes of a backward pass over T timesteps of N rows.
   *
   * @throws IllegalArgumentException if an argument is wrong; the message names it
   */
  public static void backward(
      Cell cell, int timesteps, int batch, OutputGradients outputs, InputGradients inputs) {
    slice("dY", outputs.dY(), timesteps, batch, cell.outputSize());
    cellSlice("dCells", outputs.dCells(), timesteps, batch, cell);
    slice("dX", inputs.dX(), timesteps, batch, cell.inputSize());
    state("dHN", outputs.dHN(), batch, cell.outputSize());
    state("dH0", inputs.dH0(), batch, cell.outputSize());
    cellState("dCN", outputs.dCN(), batch, cell);
    cellState("dC0", inputs.dC0(), batch, cell);
  }

  private static void slice(
      String name, @Nullable FeatureSlice slice, int timesteps, int batch, int width) {
    if (slice == null) {
      return;
    }
    slice.tensor().require(name, DType.FLOAT32, timesteps, batch, -1);
    if (slice.width() != width) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%s: expected %d features, got %d", name, width, slice.width()));
    }
  }

  private static void state(String name, @Nullable Tensor state, int batch, int width) {
    if (state != null) {
      state.require(name, DType.FLOAT32, batch, width);
    }
  }

  private static void cellSlice(
      String name, @Nullable FeatureSlice slice, int timesteps, int batch, Cell cell) {
    if (slice != null) {
      requireCellState(name, slice.tensor(), cell);
    }
    slice(name, slice, timesteps, batch, cell.hiddenSize());
  }

  private static void cellState(String name, @Nullable Tensor state, int batch, Cell cell) {
    if (state != null) {
      requireCellState(name, state, cell);
    }
    state(name, state, batch, cell.hiddenSize());
  }

  private static void requireCellState(String name, Tensor given, Cell cell) {
    if (!cell.hasCellState()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: expected none, because %s has no cell state, got %s",
              name,
              cell.kind(),
              given));
    }
  }
}
