package dev.sluice.insight.tour;

import dev.sluice.insight.inspect.ReadToken;
import dev.sluice.insight.inspect.TextInspection;
import dev.sluice.insight.page.DataTable;
import dev.sluice.insight.page.NumberText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The words that the article's reader keeps and forgets, beside what the network made of them. */
final class KeptWords {
  private static final List<String> KEPT =
      List.of("aaaaastonishing", "timeless", "incredible", "eccentric", "capricious");
  private static final List<String> FORGOTTEN = List.of("think", "exactly", "most");

  private KeptWords() {}

  /** A row for each of these words that the text has, at its first place. */
  static DataTable table(TextInspection inspection, String predicted) {
    List<List<String>> rows = new ArrayList<>();
    KEPT.forEach(word -> addRow(rows, inspection, word, "keeps"));
    FORGOTTEN.forEach(word -> addRow(rows, inspection, word, "forgets"));
    return new DataTable(
        "Words of the review: a reader, and this network",
        List.of("Word", "A reader", "Contribution to “" + predicted + "”", "Kept in memory"),
        rows);
  }

  private static void addRow(
      List<List<String>> rows, TextInspection inspection, String word, String reader) {
    List<ReadToken> tokens = inspection.tokens();
    for (int t = 0; t < tokens.size(); t++) {
      ReadToken token = tokens.get(t);
      if (token.text().toLowerCase(Locale.ROOT).equals(word)) {
        String contribution =
            token.known()
                ? signed(inspection.contributions().values().get(t))
                : "unknown to this network";
        rows.add(
            List.of(
                token.text(),
                reader,
                contribution,
                NumberText.percent(inspection.retention().get(t), 1)));
        return;
      }
    }
  }

  private static String signed(double value) {
    return (value >= 0 ? "+" : "") + NumberText.fixed(value, 2);
  }
}
