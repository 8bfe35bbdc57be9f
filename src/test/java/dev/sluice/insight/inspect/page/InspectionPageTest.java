package dev.sluice.insight.inspect.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.insight.inspect.Contributions;
import dev.sluice.insight.inspect.SampleInspection;
import dev.sluice.insight.inspect.TextInspection;
import dev.sluice.insight.page.ParsedPage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class InspectionPageTest {
  private static final TextInspection INSPECTION = SampleInspection.inspection();

  @Test
  void shadesTheStrongestWordMost() {
    List<Element> words = words(page());
    assertEquals(INSPECTION.tokens().size(), words.size());
    int strongest = INSPECTION.strongestFor(1).get(0);
    assertTrue(words.get(strongest).getAttribute("style").startsWith("--c:1.000;"));
    int against = INSPECTION.strongestAgainst(1).get(0);
    assertTrue(words.get(against).getAttribute("class").contains("against"));
    assertTrue(words.get(0).getAttribute("class").contains("unknown"));
  }

  @Test
  void showsTheNumbersOfEveryTokenWithoutAScript() {
    ParsedPage page = page();
    List<String> cells = page.texts("td");
    for (int t = 0; t < INSPECTION.tokens().size(); t++) {
      assertTrue(
          cells.contains(WordStrip.signed(INSPECTION.contributions().values().get(t))),
          "contribution of token " + t);
    }
    assertTrue(page.text().contains("the error of the sum is 0.001"), "completeness error");
    assertTrue(page.text().contains("(16 points of the path)"), "steps");
  }

  @Test
  void drawsAMapOfEachGateOfEachLayer() {
    List<Element> maps = page().all("img");
    assertEquals(2 * 5, maps.size());
    for (Element map : maps) {
      assertEquals("64", map.getAttribute("data-rows"), "the most active of 80");
      assertEquals("24", map.getAttribute("data-columns"));
    }
  }

  @Test
  void textsOfAUserAreNeverMarkup() {
    ParsedPage page = page();
    assertEquals(0, page.all("br").size());
    assertTrue(page.texts("p").stream().anyMatch(p -> p.contains("<b>twice</b> & some")));
    ParsedPage hostile =
        ParsedPage.parse(
            InspectionPage.of(INSPECTION, List.of("<i>", "</script>"))
                .withTitle("<u>")
                .withModel("<u>")
                .withSource("<u>")
                .withRemark("<u>")
                .page()
                .html());
    assertEquals(1, hostile.all("script").size());
    assertEquals(0, hostile.all("u").size());
    assertTrue(hostile.text().contains("</script>"));
  }

  @Test
  void saysWhatIsNotComplete() {
    assertFalse(page().text().contains("not complete"));
    Contributions found = INSPECTION.contributions();
    TextInspection incomplete =
        new TextInspection(
            INSPECTION.tokens(),
            INSPECTION.decision(),
            new Contributions(found.values(), found.logOdds() + 1, found.baselineLogOdds(), 512),
            INSPECTION.reading(),
            INSPECTION.layers(),
            INSPECTION.running());
    String html = InspectionPage.of(incomplete, SampleInspection.CLASSES).page().html();
    assertTrue(html.contains("these contributions are not complete"));
  }

  @Test
  void refusesNamesThatDoNotFit() {
    var e =
        assertThrows(
            IllegalArgumentException.class, () -> InspectionPage.of(INSPECTION, List.of("one")));
    assertTrue(e.getMessage().contains("class names"), e.getMessage());
  }

  private static List<Element> words(ParsedPage page) {
    return page.all("span").stream().filter(span -> span.hasAttribute("data-token")).toList();
  }

  private static ParsedPage page() {
    return ParsedPage.parse(
        InspectionPage.of(INSPECTION, SampleInspection.CLASSES)
            .withText(SampleInspection.TEXT)
            .withStrongestWords(SampleInspection.strongest())
            .page()
            .html());
  }
}
