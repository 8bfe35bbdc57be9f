package dev.sluice.bench;

import dev.sluice.cell.Cell;
import dev.sluice.device.PlanKind;
import dev.sluice.device.Precision;
import java.util.Map;

/**
 * What was measured of one layer.
 *
 * @param cell its kind, for example {@code lstm}
 * @param shape N, T, I, H
 * @param operations floating-point operations of one pass
 * @param seconds of the passes, sorted; empty if times were not wanted
 * @param answers the results after the first pass
 */
record LayerResult(
    String cell,
    LayerShape shape,
    Precision precision,
    PlanKind plan,
    double operations,
    double[] seconds,
    Map<String, LayerRun.Answer> answers) {

  static LayerResult of(
      Cell cell,
      LayerShape shape,
      Precision precision,
      PlanKind plan,
      double[] seconds,
      Map<String, LayerRun.Answer> answers) {
    return new LayerResult(
        cell.kind(), shape, precision, plan, shape.operations(cell), seconds, answers);
  }

  /** Of one pass. */
  double median() {
    int middle = seconds.length / 2;
    return seconds.length % 2 == 1 ? seconds[middle] : (seconds[middle - 1] + seconds[middle]) / 2;
  }

  /** Forward and back, of the median pass. */
  double microsecondsPerStep() {
    return median() * 1e6 / shape.timesteps();
  }

  /** 10^12 floating-point operations per second, of the median pass. */
  double teraflops() {
    return operations / median() * 1e-12;
  }

  /** Whether the other's sampled results and norms have the same bits. */
  boolean hasTheAnswersOf(LayerResult other) {
    return answers.keySet().equals(other.answers.keySet())
        && answers.entrySet().stream()
            .allMatch(entry -> entry.getValue().hasTheBitsOf(other.answers.get(entry.getKey())));
  }

  /**
   * The largest relative error of a result's sample (the norm of the difference by the norm)
   * against the other's; NaN if one is.
   */
  double errorAgainst(LayerResult other) {
    double largest = 0;
    for (Map.Entry<String, LayerRun.Answer> entry : answers.entrySet()) {
      double error = entry.getValue().errorAgainst(other.answers.get(entry.getKey()));
      largest = Math.max(largest, error); // NaN stays
    }
    return largest;
  }
}
