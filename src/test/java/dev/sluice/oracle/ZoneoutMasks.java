package dev.sluice.oracle;

import dev.sluice.cell.Cell;
import dev.sluice.device.RandomStream;
import java.util.Arrays;

/**
 * The masks of zoneout for a pass over T timesteps of N rows. Hidden unit j of row n at step s uses
 * number {@code (s N + n) P + j} of the stream, cell unit j uses number {@code T N P + (s N + n) H
 * + j}. A unit is kept if its uniform number is below the rate. Without a stream, k is the rate.
 */
record ZoneoutMasks(Cell cell, RandomStream stream, int timesteps, int batch) {

  /** The k of every unit of a row at a step. */
  State kept(int step, int row) {
    int p = cell.outputSize();
    int h = cell.hiddenSize();
    long stepsAndRows = (long) step * batch + row;
    long firstCell = (long) timesteps * batch * p;
    return new State(
        kept(cell.zoneout().hidden(), stepsAndRows * p, p),
        kept(cell.zoneout().cell(), firstCell + stepsAndRows * h, h));
  }

  private double[] kept(float rate, long first, int units) {
    double[] kept = new double[units];
    if (stream == null) {
      Arrays.fill(kept, rate);
    } else {
      Arrays.setAll(kept, j -> OracleRandom.uniform(stream, first + j) < rate ? 1 : 0);
    }
    return kept;
  }
}
