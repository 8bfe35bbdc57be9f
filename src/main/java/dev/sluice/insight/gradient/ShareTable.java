package dev.sluice.insight.gradient;

import dev.sluice.insight.page.DataTable;
import dev.sluice.insight.page.NumberText;
import java.util.ArrayList;
import java.util.List;

/** The table of what is left of the gradient of every cell at one moment. */
public final class ShareTable {
  private ShareTable() {}

  /** The table; no rows if nothing was measured at the moment. */
  public static DataTable of(GradientReport report, Moment moment) {
    List<Measurement> measurements = report.at(moment);
    List<Integer> distances =
        measurements.isEmpty()
            ? List.of()
            : ShareText.distances(measurements.get(0).gradients().timesteps());
    List<String> columns = new ArrayList<>(List.of("Cell"));
    distances.forEach(d -> columns.add(ShareText.steps(d) + " before"));
    columns.addAll(List.of("factor per step", "below 1% after", "loss"));
    return new DataTable(
        "What is left of dLoss/dh " + moment.label() + ", median over the sequences",
        columns,
        measurements.stream().map(each -> row(each, distances)).toList());
  }

  private static List<String> row(Measurement each, List<Integer> distances) {
    List<Band> shares = each.hiddenShares();
    Decay decay = Decay.of(shares);
    List<String> row = new ArrayList<>();
    row.add(each.cell().label());
    distances.forEach(d -> row.add(ShareText.of(shares.get(d).median())));
    row.add(NumberText.significant(decay.perStep(), 3));
    row.add(ShareText.vanished(decay.vanishedAfter()));
    row.add(NumberText.significant(each.gradients().loss(), 3));
    return row;
  }
}
