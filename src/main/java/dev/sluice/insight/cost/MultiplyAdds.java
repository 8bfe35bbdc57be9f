package dev.sluice.insight.cost;

import dev.sluice.cell.Cell;
import dev.sluice.cell.Lstm;
import dev.sluice.layer.RecurrentSpec;

/**
 * The multiply-adds of a layer's matrix products in one timestep of one sequence. Work on single
 * elements is left out: it grows with H, the products grow with H·H.
 *
 * @param forward each weight that is read takes part in one
 * @param backward twice as many: one for the gradient with respect to what the weight multiplied,
 *     and one for the gradient with respect to the weight
 */
public record MultiplyAdds(long forward, long backward) {

  /** Those of a stack, all layers and directions. */
  public static MultiplyAdds of(RecurrentSpec spec) {
    long once = spec.cells().stream().mapToLong(MultiplyAdds::forward).sum();
    long forward = Math.multiplyExact(spec.directions().count(), once);
    return new MultiplyAdds(forward, Math.multiplyExact(2, forward));
  }

  private static long forward(Cell cell) {
    // The forget gate of coupled gates is 1 - i: its weights are not read.
    int gates = cell instanceof Lstm lstm && lstm.coupled() ? cell.gates() - 1 : cell.gates();
    long perGate = (long) cell.hiddenSize() * ((long) cell.inputSize() + cell.outputSize());
    long projection =
        cell instanceof Lstm lstm && lstm.projected()
            ? (long) cell.hiddenSize() * cell.outputSize()
            : 0;
    return Math.addExact(Math.multiplyExact(gates, perGate), projection);
  }
}
