package dev.sluice.insight.chart;

import dev.sluice.argument.Require;
import dev.sluice.insight.page.Markup;
import dev.sluice.insight.page.PagePart;
import java.util.Base64;

/**
 * A matrix as an image with one pixel per value, stretched to the width of its place. Colour is
 * opacity: a value of 0 shows the page itself, so the image fits a light and a dark screen.
 *
 * <p>The element carries the number of rows and columns and the levels of all values, row by row in
 * base64, as {@code data-rows}, {@code data-columns} and {@code data-levels}, for a script that
 * shows the value under the pointer: level 0 is {@code low}, {@value #LEVELS} - 1 is {@code high}.
 *
 * @param description what the matrix shows, for screen readers
 * @param values {@code [rows][columns]}, at least one of each; a value outside the range has the
 *     colour of its end, one that is not a number none
 * @param scale the range of the values and its colours
 */
public record HeatMap(String description, float[][] values, HeatScale scale) implements PagePart {
  static final int LEVELS = 255;

  /** Checks the values. The matrix is not copied and must not change. */
  public HeatMap {
    Require.present("description", description);
    Require.presentRows("values", values);
    Require.present("scale", scale);
    Require.atLeast("rows", 1, values.length);
    Require.atLeast("columns", 1, values[0].length);
    for (int r = 1; r < values.length; r++) {
      Require.between(
          "columns of values[" + r + "]", values[0].length, values[0].length, values[r].length);
    }
  }

  @Override
  public void write(Markup page) {
    int rows = values.length;
    int columns = values[0].length;
    byte[] levels = new byte[rows * columns];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        levels[r * columns + c] = (byte) scale.level(values[r][c]);
      }
    }
    Base64.Encoder base64 = Base64.getEncoder();
    byte[] png = new PaletteImage(columns, rows, scale.palette(), levels).png();
    page.empty(
        "img",
        "class",
        "heat-map",
        "alt",
        description,
        "src",
        "data:image/png;base64," + base64.encodeToString(png),
        "width",
        "" + columns,
        "height",
        "" + rows,
        "data-rows",
        "" + rows,
        "data-columns",
        "" + columns,
        "data-low",
        Double.toString(scale.low()),
        "data-high",
        Double.toString(scale.high()),
        "data-levels",
        base64.encodeToString(levels));
    page.line();
  }
}
