package dev.sluice.insight.chart;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.insight.page.Markup;
import dev.sluice.insight.page.ParsedPage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class HeatMapTest {

  @Test
  void drawsEachValueAsAPixelWhoseOpacityIsItsSize() throws IOException {
    float[][] values = {{0, 1, -1}, {0.5f, -0.5f, Float.NaN}};
    BufferedImage image = image(draw(new HeatMap("d", values, HeatScale.signed(values))));
    assertEquals(3, image.getWidth());
    assertEquals(2, image.getHeight());
    int[] opacities = new int[6];
    for (int i = 0; i < 6; i++) {
      opacities[i] = image.getRGB(i % 3, i / 3) >>> 24;
    }
    // There are 255 levels from -1 to 1, so halves have the opacity of a neighbouring level.
    assertArrayEquals(new int[] {0, 255, 255, 129, 126, 0}, opacities);
    int positive = image.getRGB(1, 0);
    int negative = image.getRGB(2, 0);
    assertTrue((positive & 0xff) > (positive >> 16 & 0xff), "positive is blue");
    assertTrue((negative & 0xff) < (negative >> 16 & 0xff), "negative is orange");
  }

  @Test
  void carriesItsLevelsForAScript() {
    Element map = draw(new HeatMap("d", new float[][] {{0, 0.5f, 1, 7}}, HeatScale.share()));
    byte[] levels = Base64.getDecoder().decode(map.getAttribute("data-levels"));
    assertArrayEquals(new byte[] {0, 127, (byte) 254, (byte) 254}, levels);
    assertEquals("1", map.getAttribute("data-rows"));
    assertEquals("4", map.getAttribute("data-columns"));
    assertEquals("1.0", map.getAttribute("data-high"));
  }

  @Test
  void ofZerosShowsNothing() throws IOException {
    float[][] zeros = new float[1][2];
    BufferedImage image = image(draw(new HeatMap("d", zeros, HeatScale.signed(zeros))));
    assertEquals(0, image.getRGB(0, 0) >>> 24);
  }

  @Test
  void refusesRowsOfDifferentLengths() {
    float[][] ragged = {{1, 2}, {1}};
    var e =
        assertThrows(
            IllegalArgumentException.class, () -> new HeatMap("d", ragged, HeatScale.share()));
    assertTrue(e.getMessage().contains("values[1]"), e.getMessage());
  }

  private static Element draw(HeatMap map) {
    Markup page = new Markup();
    map.write(page);
    return ParsedPage.parse(page.toString()).all("img").get(0);
  }

  /** Decodes the image with the JDK's reader. */
  private static BufferedImage image(Element map) throws IOException {
    String source = map.getAttribute("src");
    byte[] png = Base64.getDecoder().decode(source.substring(source.indexOf(',') + 1));
    return ImageIO.read(new ByteArrayInputStream(png));
  }
}
