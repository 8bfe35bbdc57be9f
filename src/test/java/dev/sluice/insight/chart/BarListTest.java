package dev.sluice.insight.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.insight.chart.BarList.Bar;
import dev.sluice.insight.page.Markup;
import dev.sluice.insight.page.ParsedPage;
import java.util.List;
import org.junit.jupiter.api.Test;

class BarListTest {

  @Test
  void scalesBarsByTheLongestOne() {
    ParsedPage page = draw(new Bar("a", 2, "2"), new Bar("b", 1, "1"), new Bar("c", 0, "0"));
    assertEquals(
        List.of("--length:1.0000", "--length:0.5000", "--length:0.0000"),
        page.attributes("i", "style"));
    assertEquals(List.of("bars"), page.attributes("ul", "class"));
  }

  @Test
  void goesBothWaysIfSomeAreNegative() {
    ParsedPage page = draw(new Bar("a", 2, "2"), new Bar("b", -4, "−4"));
    assertEquals(List.of("positive", "negative"), page.attributes("i", "class"));
    assertEquals(List.of("--length:0.5000", "--length:1.0000"), page.attributes("i", "style"));
    assertEquals(List.of("bars both-ways"), page.attributes("ul", "class"));
  }

  @Test
  void negativeOnesAloneStayOnOneSide() {
    ParsedPage page = draw(new Bar("a", -2, "−2"), new Bar("b", -1, "−1"));
    assertEquals(List.of("negative", "negative"), page.attributes("i", "class"));
    assertEquals(List.of("bars"), page.attributes("ul", "class"));
  }

  @Test
  void listsOfOneScaleCanBeCompared() {
    Markup page = new Markup();
    new BarList("numbers", List.of(new Bar("a", 1, "1")), 4).write(page);
    ParsedPage parsed = ParsedPage.parse(page.toString());
    assertEquals(List.of("--length:0.2500"), parsed.attributes("i", "style"));
    assertThrows(
        IllegalArgumentException.class,
        () -> new BarList("numbers", List.of(new Bar("a", -5, "5")), 4));
  }

  @Test
  void survivesWhatIsNotANumber() {
    ParsedPage page = draw(new Bar("a", Double.NaN, "–"), new Bar("<b>", 0, "0"));
    assertEquals(List.of("--length:0.0000", "--length:0.0000"), page.attributes("i", "style"));
    assertEquals("<b>", page.texts("span").get(3));
  }

  private static ParsedPage draw(Bar... bars) {
    Markup page = new Markup();
    new BarList("numbers", List.of(bars)).write(page);
    return ParsedPage.parse(page.toString());
  }
}
