package dev.sluice.insight.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.insight.page.ParsedPage;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryPageTest {
  private static ParsedPage page(boolean complete) {
    return ParsedPage.parse(SampleMemory.page(complete).html());
  }

  @Test
  void showsTheTable() {
    ParsedPage page = page(true);
    assertEquals(List.of("task", "RNN", "LSTM", "GRU"), page.texts("th").subList(0, 4));
    assertEquals(List.of("< 10", "10", "≥ 20"), page.texts("td").subList(0, 3));
  }

  @Test
  void namesTheTrainingOfEachCurve() {
    String text = page(true).text();
    assertTrue(text.contains("RNN, lag 20, not solved"), text);
    assertTrue(text.contains("RNN, lag 10, not solved"), text);
    assertTrue(text.contains("LSTM, lag 10"), text);
    assertTrue(text.contains("GRU, lag 20"), text);
    assertEquals(
        2, page(true).texts("b").stream().filter(title -> title.startsWith("The l")).count());
  }

  @Test
  void leavesOutTasksWithoutResults() {
    assertTrue(page(true).texts("h2").contains("Adding"));
    assertEquals(
        List.of("The longest lag that each cell solved", "Adding", "Settings"),
        page(true).texts("h2"));
  }

  @Test
  void saysThatItWasStopped() {
    assertTrue(page(false).text().contains("The experiment was stopped"));
    assertEquals(-1, page(true).text().indexOf("The experiment was stopped"));
  }

  @Test
  void hasTheSettingsInItsFooter() {
    String text = page(true).text();
    assertTrue(text.contains("10, 20"), text);
    assertTrue(text.contains("cpu, <1> thread"), text);
  }
}
