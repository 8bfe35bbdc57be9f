package dev.sluice.insight;

import dev.sluice.argument.Require;
import java.util.List;

/**
 * One line of a chart.
 *
 * @param name as in the legend; empty to have none
 * @param look of the line
 * @param points in drawing order; one that is not finite interrupts the line
 */
record Line(String name, Look look, List<Point> points) {

  /** In the units of the axes. */
  record Point(double x, double y) {
    boolean finite() {
      return Double.isFinite(x) && Double.isFinite(y);
    }
  }

  /** How a line is drawn; the names are classes in {@code report.css}. */
  enum Look {
    /** Single measurements, behind their smoothed course. */
    FAINT("faint"),
    /** One line alone. */
    PLAIN("plain"),
    /** Of the training examples; a short line has its points marked. */
    TRAINING("training"),
    /** Of held-out examples; marked likewise. */
    HELD_OUT("held-out"),
    /** A reference, dashed. */
    REFERENCE("reference");

    private final String cssClass;

    Look(String cssClass) {
      this.cssClass = cssClass;
    }

    String cssClass() {
      return cssClass;
    }
  }

  Line {
    points = Require.copyOf("points", points);
  }
}
