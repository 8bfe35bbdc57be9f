package dev.sluice.insight.chart;

import java.util.List;

/** One axis of a chart: a range of a quantity, and the ticks in it. */
public sealed interface Axis permits LinearAxis, LogAxis {

  /** Name of the quantity, with its unit. */
  String title();

  /** The position of a value: 0 at the lower end, 1 at the upper end; NaN if it has none. */
  double position(double value);

  /** The values that get a label, in ascending order. */
  List<Double> ticks();

  /** The label of a tick. */
  String label(double tick);
}
