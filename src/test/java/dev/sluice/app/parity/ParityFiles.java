package dev.sluice.app.parity;

import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes parity cases that the oracle computes. {@code ci/gpu} writes all of them, including larger
 * ones, into a folder. The resources of the tests are the small cases of {@link OracleCases}.
 */
final class ParityFiles {
  private static final List<Cell> LARGER =
      List.of(
          Rnn.of(5, 17),
          Lstm.of(5, 17),
          Gru.of(5, 17),
          Rnn.article(5, 17),
          Lstm.article(5, 17),
          Gru.article(5, 17),
          Lstm.of(5, 17).withPeepholes().withProjection(9),
          Lstm.of(5, 17).withLayerNorm(),
          Gru.of(5, 17).withLayerNorm());

  private ParityFiles() {}

  /**
   * @param arguments an existing folder, and optionally {@code small} to write only the test
   *     resources
   */
  public static void main(String[] arguments) {
    Map<String, OracleCase> cases = new LinkedHashMap<>(OracleCases.all());
    if (arguments.length == 1) {
      for (int k = 0; k < LARGER.size(); k++) {
        Cell cell = LARGER.get(k);
        cases.put(
            String.format(Locale.ROOT, "larger-%d-%s", k, cell.kind()), OracleCase.of(cell, 1, 1));
        cases.put(
            String.format(Locale.ROOT, "larger-%d-%s-both", k, cell.kind()),
            OracleCase.of(cell, 2, 2, 5, 0, 3));
      }
    }
    cases.forEach(
        (name, given) ->
            System.out.println(given.file().write(Path.of(arguments[0], name + ".safetensors"))));
  }
}
