package dev.sluice.insight.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HtmlPageTest {
  private static final String HOSTILE = "<script>alert('1')</script> & ]]> \u0000";

  @Test
  void writesItsPartsInOrder() {
    HtmlPage page =
        HtmlPage.of("title")
            .withDescription("description")
            .withPart(new Headline("42%", "share", "of all"))
            .withPart(new FactList(Map.of("name", "value")))
            .withPart(Section.of("section", Paragraph.text("story"), Paragraph.note("remark")))
            .withFooter(Paragraph.note("source"));
    ParsedPage parsed = ParsedPage.parse(page.html());
    assertEquals(
        List.of("description", "42% shareof all", "story", "remark", "source"), parsed.texts("p"));
    assertEquals(List.of("title"), parsed.texts("h1"));
    assertEquals(List.of("section"), parsed.texts("h2"));
    assertEquals(List.of("value"), parsed.texts("dd"));
    assertEquals(1, parsed.all("footer").size());
  }

  @Test
  void whatAUserGivesNeverBecomesMarkup() {
    HtmlPage page =
        HtmlPage.of(HOSTILE)
            .withDescription(HOSTILE)
            .withPart(new Headline(HOSTILE, HOSTILE, HOSTILE))
            .withPart(new FactList(Map.of(HOSTILE, HOSTILE)))
            .withPart(new PairsTable(Map.of(HOSTILE, HOSTILE)))
            .withPart(
                new DataTable(
                    HOSTILE, List.of(HOSTILE, HOSTILE), List.of(List.of(HOSTILE, HOSTILE))))
            .withPart(Section.of(HOSTILE, Paragraph.text(HOSTILE)));
    ParsedPage parsed = ParsedPage.parse(page.html());
    assertEquals(0, parsed.all("script").size());
    String shown = HOSTILE.replace('\u0000', '\ufffd');
    for (String element : List.of("h1", "h2", "strong", "dt", "dd", "caption", "td")) {
      assertEquals(shown, parsed.texts(element).get(0), element);
    }
  }

  @Test
  void whatAUserGivesNeverTurnsTheReadingDirection() {
    String marks = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069";
    HtmlPage page = HtmlPage.of("a" + marks + "b \u05e9\u200f").withDescription("\ud83d c \u202e");
    ParsedPage parsed = ParsedPage.parse(page.html());
    String replaced = "\ufffd".repeat(marks.length());
    assertEquals(List.of("a" + replaced + "b \u05e9\u200f"), parsed.texts("h1"));
    assertEquals("\ufffd c \ufffd", parsed.texts("p").get(0));
  }

  @Test
  void aScriptWithCharactersOfXmlIsWellFormed() {
    HtmlPage page =
        HtmlPage.of("t").withScript(new PageResource(HtmlPageTest.class, "comparison.js"));
    assertTrue(ParsedPage.parse(page.html()).texts("script").get(0).contains("1 < 2 && 2 < 3"));
  }

  @Test
  void namesAMissingResource() {
    HtmlPage page = HtmlPage.of("t").withStyle(new PageResource(HtmlPageTest.class, "none.css"));
    var e = assertThrows(IllegalStateException.class, page::html);
    assertTrue(e.getMessage().startsWith("none.css"), e.getMessage());
  }

  @Test
  void aTableRefusesARowOfAnotherLength() {
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new DataTable("", List.of("a", "b"), List.of(List.of("1", "2"), List.of("1"))));
    assertTrue(e.getMessage().contains("rows[1]"), e.getMessage());
  }

  @Test
  void partsWithoutContentWriteNothing() {
    HtmlPage empty = HtmlPage.of("t");
    assertEquals(
        empty.html(),
        empty.withPart(new FactList(Map.of())).withPart(new PairsTable(Map.of())).html());
    assertFalse(empty.html().contains("<footer"));
  }
}
