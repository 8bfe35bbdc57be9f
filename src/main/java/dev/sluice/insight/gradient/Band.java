package dev.sluice.insight.gradient;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A quantity over several sequences; NaN if no sequence has it.
 *
 * @param low a tenth of the sequences lie below
 * @param median half of the sequences lie below
 * @param high a tenth of the sequences lie above
 */
public record Band(double low, double median, double high) {

  /** The band of each row. */
  static List<Band> of(double[][] rows) {
    List<Band> bands = new ArrayList<>();
    for (double[] row : rows) {
      double[] numbers = Arrays.stream(row).filter(v -> !Double.isNaN(v)).toArray();
      bands.add(
          numbers.length == 0
              ? new Band(Double.NaN, Double.NaN, Double.NaN)
              : new Band(
                  Quantiles.of(0.1, numbers),
                  Quantiles.median(numbers),
                  Quantiles.of(0.9, numbers)));
    }
    return List.copyOf(bands);
  }

  /** The band of each row, with every number divided by that of the same sequence. */
  static List<Band> ratios(double[][] rows, double[] divisors) {
    double[][] ratios = new double[rows.length][divisors.length];
    for (int r = 0; r < rows.length; r++) {
      for (int n = 0; n < divisors.length; n++) {
        // A sequence without any gradient at the loss has no ratio.
        ratios[r][n] = divisors[n] == 0 ? Double.NaN : rows[r][n] / divisors[n];
      }
    }
    return of(ratios);
  }

  /** The medians of bands. */
  static double[] medians(List<Band> bands) {
    return IntStream.range(0, bands.size()).mapToDouble(i -> bands.get(i).median()).toArray();
  }
}
