package dev.sluice.insight.gradient;

import dev.sluice.insight.page.DataTable;
import dev.sluice.insight.page.NumberText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The table of typical recurrent weights beside their update by one step of plain gradient descent.
 * Typical is the root of the mean square over {@code weight_hh}.
 */
final class UpdateTable {
  /** Learning rate of the update. */
  static final double LEARNING_RATE = 0.1;

  private static final int SHOWN_DISTANCES = 2;

  private UpdateTable() {}

  static DataTable of(GradientReport report) {
    int timesteps = report.settings().timesteps();
    List<String> columns = new ArrayList<>(List.of("Cell", "weight − update", "update / weight"));
    columns.add("last step");
    List<Integer> distances =
        ShareText.distances(timesteps).stream().limit(SHOWN_DISTANCES).toList();
    distances.forEach(d -> columns.add(ShareText.steps(d) + " before"));
    List<List<String>> rows =
        report.at(Moment.INITIALIZATION).stream()
            .map(each -> row(each, report.settings().hiddenSize(), distances))
            .toList();
    return new DataTable(
        String.format(
            Locale.ROOT,
            "A typical recurrent weight and its update at initialization (learning rate %s), and what"
                + " single steps add to the update, as shares of the weight",
            NumberText.significant(LEARNING_RATE, 1)),
        columns,
        rows);
  }

  private static List<String> row(Measurement each, int hidden, List<Integer> distances) {
    StateGradients gradients = each.gradients();
    double count = (double) each.cell().cell(1, hidden).gates() * hidden * hidden;
    double weight = gradients.recurrentWeightNorm() / Math.sqrt(count);
    double update = LEARNING_RATE * gradients.recurrentGradient() / Math.sqrt(count);
    double[] shares = each.updateShares(LEARNING_RATE);
    List<String> row = new ArrayList<>();
    row.add(each.cell().label());
    row.add(NumberText.significant(weight, 3) + " − " + NumberText.significant(update, 2));
    row.add(ShareText.of(update / weight));
    row.add(ShareText.of(shares[0]));
    distances.forEach(d -> row.add(ShareText.of(shares[d])));
    return row;
  }
}
