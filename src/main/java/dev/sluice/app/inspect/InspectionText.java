package dev.sluice.app.inspect;

import dev.sluice.app.console.TerminalText;
import dev.sluice.insight.inspect.Contributions;
import dev.sluice.insight.inspect.LayerTrace;
import dev.sluice.insight.inspect.StrongestWords;
import dev.sluice.insight.inspect.TextInspection;
import dev.sluice.insight.inspect.WordContribution;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Prints the result of an inspection for people. */
final class InspectionText {
  private static final int TOKENS = 10;

  private final PrintWriter out;

  InspectionText(PrintWriter out) {
    this.out = out;
  }

  void print(InspectionResult result) {
    TextInspection inspection = result.inspection();
    ModelText text = result.text();
    int predicted = inspection.decision().predicted();
    print(
        "text      %s: %,d tokens, %,d unknown%n",
        TerminalText.line(text.name()), text.tokens().length, text.unknown());
    if (text.cut() > 0) {
      print(
          "          the first %,d tokens were cut: the model reads the last %,d%n",
          text.cut(), text.tokens().length);
    }
    print(
        "verdict   %s %.1f%%%n",
        name(result.predicted()), 100 * inspection.decision().probabilities().get(predicted));
    print("reads     %s%n", inspection.reading());
    for (LayerTrace layer : inspection.layers()) {
      print(
          "layer     %s: %s of %d%n", layer.name(), layer.cell().kind(), layer.cell().hiddenSize());
    }
    printSum(inspection.contributions());
    printTokens("for " + name(result.predicted()), inspection, inspection.strongestFor(TOKENS));
    printTokens("against it", inspection, inspection.strongestAgainst(TOKENS));
    StrongestWords strongest = result.strongest();
    if (strongest != null) {
      printWords(strongest, result.classNames());
    }
  }

  private void printSum(Contributions contributions) {
    print(
        "sum       contributions %+.4f; log odds from %+.4f, all words unknown, to %+.4f%n",
        contributions.sum(), contributions.baselineLogOdds(), contributions.logOdds());
    print(
        "          error %.2g at %,d steps%s%n",
        contributions.error(),
        contributions.steps(),
        contributions.complete() ? "" : ": not below 1%; the contributions are rough");
  }

  private void printTokens(String title, TextInspection inspection, List<Integer> positions) {
    print("%n%-24s%12s%12s%n", title, "log odds", "kept");
    for (int t : positions) {
      print(
          "  %-22s%+12.4f%11.1f%%%n",
          name(inspection.tokens().get(t).text()),
          inspection.contributions().values().get(t),
          100 * inspection.retention().get(t));
    }
    if (positions.isEmpty()) {
      print("  no word%n");
    }
  }

  private void printWords(StrongestWords strongest, List<String> classNames) {
    print(
        "%nstrongest words of %,d test texts, in at least %d of them%n",
        strongest.texts(), strongest.minTexts());
    print(
        "largest error %.2g of the change; above 1%% in %,d texts%n",
        strongest.largestError(), strongest.incomplete());
    for (int k = 0; k < classNames.size(); k++) {
      print("%n%-24s%12s%12s%n", "for " + name(classNames.get(k)), "log odds", "texts");
      for (WordContribution word : strongest.classes().get(k)) {
        print("  %-22s%+12.4f%,12d%n", name(word.word()), word.mean(), word.texts());
      }
    }
  }

  private static String name(String text) {
    return TerminalText.name(text);
  }

  private void print(String format, Object... values) {
    out.printf(Locale.ROOT, format, values);
  }
}
