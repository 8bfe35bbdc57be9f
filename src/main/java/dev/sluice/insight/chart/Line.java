package dev.sluice.insight.chart;

import dev.sluice.argument.Require;
import java.util.List;

/**
 * A line of a chart, with a band around it if its values are a mean or median over samples.
 *
 * @param name name in the legend; empty to leave it out
 * @param look style of the line
 * @param points points in drawing order; a point that is not finite interrupts the line
 * @param band low and high end at each x, in drawing order; may be empty
 */
public record Line(String name, Look look, List<Point> points, List<Range> band) {

  /** A point in the units of the axes. */
  public record Point(double x, double y) {
    /** Whether both values are numbers. */
    public boolean finite() {
      return Double.isFinite(x) && Double.isFinite(y);
    }
  }

  /** The range of values at one x, in the units of the axes. */
  public record Range(double x, double low, double high) {
    /** Whether all values are numbers. */
    public boolean finite() {
      return Double.isFinite(x) && Double.isFinite(low) && Double.isFinite(high);
    }
  }

  /** The style of a line; the names in lower case are classes in {@code page.css}. */
  public enum Look {
    /** Single measurements, behind their smoothed curve. */
    FAINT("faint"),
    /** A single line. */
    PLAIN("plain"),
    /** Training metrics. The points of a short line are marked. */
    TRAINING("training"),
    /** Held-out metrics. The points of a short line are marked. */
    HELD_OUT("held-out"),
    /** A dashed reference line. */
    REFERENCE("reference"),
    /** The first of several things that are compared; its colour and dashes are its own. */
    FIRST("first"),
    /** The second of several things. */
    SECOND("second"),
    /** The third of several things. */
    THIRD("third"),
    /** The fourth of several things. */
    FOURTH("fourth"),
    /** The fifth of several things. */
    FIFTH("fifth"),
    /** The sixth of several things. */
    SIXTH("sixth");

    private static final List<Look> COMPARED = List.of(FIRST, SECOND, THIRD, FOURTH, FIFTH, SIXTH);

    private final String cssClass;

    Look(String cssClass) {
      this.cssClass = cssClass;
    }

    /**
     * The look of one of several things that are compared.
     *
     * @param index 0 to 5
     * @throws IllegalArgumentException if there is no such look
     */
    public static Look compared(int index) {
      Require.between("index", 0, COMPARED.size() - 1, index);
      return COMPARED.get(index);
    }

    String cssClass() {
      return cssClass;
    }

    boolean marked() {
      return this == TRAINING || this == HELD_OUT || COMPARED.contains(this);
    }
  }

  /** Copies the lists. */
  public Line {
    Require.present("name", name);
    Require.present("look", look);
    points = Require.copyOf("points", points);
    band = Require.copyOf("band", band);
  }

  /** A line without a band. */
  public Line(String name, Look look, List<Point> points) {
    this(name, look, points, List.of());
  }
}
