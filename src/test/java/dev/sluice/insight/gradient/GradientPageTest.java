package dev.sluice.insight.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class GradientPageTest {
  private static final GradientReport REPORT = SampleGradients.report(SampleGradients.settings());

  @Test
  void hasAFigureForEveryMomentAndItsNumbers() {
    String page = GradientPage.of(REPORT).html();
    for (Moment moment : Moment.values()) {
      assertTrue(page.contains("What is left of the gradient " + moment.label()), moment.label());
      for (Measurement each : REPORT.at(moment)) {
        String number =
            ShareText.of(each.hiddenShares().get(each.hiddenShares().size() - 1).median());
        assertTrue(page.contains("<td>" + number + "</td>"), each.cell() + ": " + number);
      }
    }
    assertTrue(page.contains("<b>Norm of the gradients</b>"), page);
    assertTrue(page.contains("Sample &lt;texts&gt;"), "texts of a user stay texts");
  }

  @Test
  void tellsOfCellsThatWereMeasuredOnly() {
    GradientReport some =
        SampleGradients.report(
            SampleGradients.settings().withCells(List.of(GradientCell.ARTICLE_GRU)));
    String page = GradientPage.of(some).html();
    assertTrue(page.contains("has"), page);
    assertFalse(page.contains("Where the gradient of an LSTM vanishes"));
    assertTrue(GradientPage.headline(some).isEmpty());
  }

  @Test
  void csvHasARowForEveryDistance() {
    List<String> lines = GradientCsv.distances(REPORT).lines().toList();
    // 8 cells on reviews twice, 8 cells and 4 scaled RNNs on the adding problem.
    assertEquals(1 + 8 * (2 * 12 + 6) + 4 * 6, lines.size());
    int columns = lines.get(0).split(",").length;
    StateGradients rnn =
        REPORT.of(GradientCell.RNN, Moment.INITIALIZATION).orElseThrow().gradients();
    for (int d = 0; d < 12; d++) {
      String[] cells = lines.get(1 + d).split(",", -1);
      assertEquals(columns, cells.length);
      assertEquals(d, Integer.parseInt(cells[2]));
      assertEquals(Quantiles.median(rnn.hidden()[d]), Double.parseDouble(cells[4]));
      assertEquals("", cells[9], "an RNN has no cell state");
    }
    assertEquals(
        1 + 2 * 8, GradientCsv.clipping(REPORT).lines().count(), "header and steps of two runs");
  }

  @Test
  void roundsSharesForReaders() {
    assertEquals("0", ShareText.of(0));
    assertEquals("1.3%", ShareText.of(0.0134));
    assertEquals("2.0e−12", ShareText.of(2e-12));
    assertEquals("6,900,000×", ShareText.factor(6_888_481));
  }
}
