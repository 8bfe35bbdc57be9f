package dev.sluice.insight.tour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TourPageTest {
  private final TourResult result = SampleTour.result();
  private final String html = TourPage.of(result).html();

  @Test
  void tellsTheStoryInOrder() {
    int last = 0;
    for (String chapter :
        new String[] {
          "1. Short-term memory",
          "2. The vanishing gradient",
          "3. Gates: write, read, forget",
          "4. The GRU does with less",
          "5. What it is good for"
        }) {
      int at = html.indexOf("<h2>" + chapter + "</h2>");
      assertTrue(at > last, chapter);
      last = at;
    }
  }

  @Test
  void showsEveryPart() {
    assertTrue(html.contains("87.5%"), "accuracy");
    assertTrue(html.contains("Longest lag solved, in timesteps"), "memory");
    assertTrue(html.contains("RNN (tanh) with scaled recurrent weights"), "gradients");
    assertTrue(
        html.contains(
            "f<sub>t</sub> = σ(W<sub>f</sub> h<sub>t−1</sub> + U<sub>f</sub> x<sub>t</sub> +"
                + " b<sub>f</sub>)"),
        "equations");
    assertTrue(html.contains("heat-map"), "gates");
    assertTrue(html.contains("296,448 (75%)"), "cost");
    assertTrue(html.contains("D. Trehan"), "source");
  }

  @Test
  void showsTextsLiterally() {
    assertTrue(html.contains("cpu, &lt;1&gt; thread"));
    assertTrue(html.contains("A network &lt;of tests&gt;."));
    assertTrue(html.contains("Sample &lt;texts&gt;"));
  }

  @Test
  void repeatsItselfToTheByte() {
    assertEquals(html, TourPage.of(result).html());
  }
}
