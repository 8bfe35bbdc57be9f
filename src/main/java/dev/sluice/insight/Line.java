package dev.sluice.insight;

import dev.sluice.argument.Require;
import java.util.List;

/**
 * A line of a chart.
 *
 * @param name name in the legend; empty to leave it out
 * @param look style of the line
 * @param points points in drawing order; a point that is not finite interrupts the line
 */
record Line(String name, Look look, List<Point> points) {

  /** A point in the units of the axes. */
  record Point(double x, double y) {
    boolean finite() {
      return Double.isFinite(x) && Double.isFinite(y);
    }
  }

  /** The style of a line; the names are classes in {@code report.css}. */
  enum Look {
    /** Single measurements, behind their smoothed curve. */
    FAINT("faint"),
    /** A single line. */
    PLAIN("plain"),
    /** Training metrics. The points of a short line are marked. */
    TRAINING("training"),
    /** Held-out metrics. The points of a short line are marked. */
    HELD_OUT("held-out"),
    /** A dashed reference line. */
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
