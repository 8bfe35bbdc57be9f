package dev.sluice.insight.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class CostPageTest {
  @Test
  void showsNumbersWithTheirShares() {
    CostResult result = SampleCost.result();
    String html = new CostPage(result).page().html();
    assertTrue(html.contains("4 × (H·I + H·H + H + H)"), html);
    assertTrue(html.contains("395,264 (100%)"), html);
    assertTrue(html.contains("296,448 (75%)"), html);
    assertTrue(html.contains("it takes 83% of the"), html);
    assertTrue(html.contains("has two biases"), html);
    for (Cost cost : Cost.values()) {
      assertTrue(html.contains(cost.title()), cost.title());
    }
  }

  @Test
  void leavesOutSharesWithoutAnLstm() {
    CostResult all = SampleCost.result();
    CostResult alone =
        new CostResult(all.settings(), all.device(), List.of(all.ofKind("rnn").orElseThrow()));
    CostPage page = new CostPage(alone);
    assertTrue(page.headline().isEmpty());
    assertFalse(page.page().html().contains("/ LSTM"));
    assertEquals(5, page.sections().size());
  }
}
