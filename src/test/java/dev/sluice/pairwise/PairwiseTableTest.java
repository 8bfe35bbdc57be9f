package dev.sluice.pairwise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PairwiseTableTest {
  private static final Factor<Integer> WIDTH = Factor.of("width", 1, 2, 3, 4, 5);
  private static final Factor<Integer> HEIGHT = Factor.of("height", 1, 2, 3, 4, 5);
  private static final Factor<String> COLOUR = Factor.of("colour", "red", "green", "blue");
  private static final Factor<Boolean> FILLED = Factor.of("filled", false, true);

  @Test
  void anyTwoValuesMeetInFewRows() {
    PairwiseTable table = PairwiseTable.of(WIDTH, HEIGHT, COLOUR, FILLED);
    PairCoverage.assertComplete(table);
    long rows = table.rows().count();
    assertTrue(rows >= 25 && rows <= 30, rows + " rows of the product's 150");
  }

  @Test
  void whatIsExcludedDoesNotMeetAndAllElseDoes() {
    PairwiseTable table =
        PairwiseTable.of(WIDTH, HEIGHT, COLOUR, FILLED)
            .exclude(WIDTH, w -> w > 3, COLOUR, c -> !c.equals("red"));
    PairCoverage.assertComplete(
        table, List.of(WIDTH, COLOUR), row -> row.get(WIDTH) <= 3 || row.get(COLOUR).equals("red"));
  }

  /** Blue needs width 1 and height 1 needs another, so blue and height 1 never meet. */
  @Test
  void pairsThatNoRowCanHaveAreLeftOut() {
    PairwiseTable table =
        PairwiseTable.of(WIDTH, HEIGHT, COLOUR)
            .exclude(WIDTH, w -> w > 1, COLOUR, c -> c.equals("blue"))
            .exclude(WIDTH, w -> w == 1, HEIGHT, h -> h == 1);
    PairCoverage.assertComplete(
        table,
        List.of(WIDTH, HEIGHT, COLOUR),
        row ->
            (row.get(WIDTH) == 1 || !row.get(COLOUR).equals("blue"))
                && (row.get(WIDTH) != 1 || row.get(HEIGHT) != 1));
  }

  @Test
  void theProofSeesWhatIsMissing() {
    PairwiseTable lacking =
        PairwiseTable.of(WIDTH, COLOUR).exclude(WIDTH, w -> w == 4, COLOUR, c -> c.equals("blue"));
    AssertionError missing =
        assertThrows(AssertionError.class, () -> PairCoverage.assertComplete(lacking));
    assertTrue(missing.getMessage().contains("[width 4, colour blue]"), missing.getMessage());
    assertThrows(
        AssertionError.class,
        () ->
            PairCoverage.assertComplete(
                PairwiseTable.of(WIDTH, COLOUR),
                List.of(WIDTH, COLOUR),
                row -> row.get(WIDTH) < 5));
  }

  @Test
  void sameFactorsGiveTheSameRows() {
    assertEquals(text(), text());
  }

  private static String text() {
    return PairwiseTable.of(WIDTH, HEIGHT, COLOUR)
        .rows()
        .map(Combination::toString)
        .collect(Collectors.joining("\n"));
  }

  @Test
  void valuesTwiceAndFactorsOfOtherTablesAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> Factor.of("size", 1, 1));
    Combination row = PairwiseTable.of(WIDTH, HEIGHT).rows().findFirst().orElseThrow();
    assertThrows(IllegalArgumentException.class, () -> row.get(COLOUR));
  }
}
