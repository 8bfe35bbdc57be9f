package dev.sluice.app.parity;

import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import java.nio.file.Path;
import java.util.List;

/** Writes a handful of parity cases by the oracle into a folder, for {@code ci/gpu}. */
final class ParityFiles {
  private static final List<Cell> CELLS =
      List.of(
          Rnn.of(5, 17),
          Lstm.of(5, 17),
          Gru.of(5, 17),
          Rnn.article(5, 17),
          Lstm.article(5, 17),
          Gru.article(5, 17));

  private ParityFiles() {}

  /**
   * @param arguments the folder, which exists
   */
  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]);
    for (int k = 0; k < CELLS.size(); k++) {
      Cell cell = CELLS.get(k);
      String name = "oracle-" + cell.kind() + (k < 3 ? "" : "-article");
      System.out.println(ParityCases.of(cell, 1, 1).write(folder.resolve(name + ".safetensors")));
      ParityCases stacked = ParityCases.of(cell, 2, 2, 5, 0, 3);
      System.out.println(stacked.write(folder.resolve(name + "-2-both-ragged.safetensors")));
    }
  }
}
