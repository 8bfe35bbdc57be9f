package dev.sluice.app.sentiment;

import dev.sluice.app.sentiment.model.SentimentModel;
import dev.sluice.app.sentiment.model.TextEncoding;
import dev.sluice.data.EncodedTexts;
import dev.sluice.data.Vocabulary;
import dev.sluice.insight.inspect.SampleReview;
import dev.sluice.insight.inspect.TextInspection;
import dev.sluice.insight.inspect.TextInspector;
import dev.sluice.insight.inspect.page.InspectionPage;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The text that the report of a run shows with what the trained model remembers of it. */
final class ReportInspection {
  private ReportInspection() {}

  /**
   * Inspects the sample review, for a model of film reviews.
   *
   * @return empty if the model knows none of its words
   */
  static Optional<InspectionPage> ofSampleReview(SentimentModel model) {
    String text = SampleReview.text();
    TextEncoding encoding = model.encoding();
    List<String> all = encoding.tokenizer().tokenize(text);
    int[] tokens = EncodedTexts.encode(all, encoding.vocabulary(), encoding.tokens());
    List<String> words = all.subList(all.size() - tokens.length, all.size());
    return isKnown(tokens)
        ? Optional.of(
            inspect(model, tokens, words).withText(text).withSource(SampleReview.source()))
        : Optional.empty();
  }

  /**
   * Inspects the first test text with a word that the model knows, for a model of other texts.
   *
   * @return empty if there is none
   */
  static Optional<InspectionPage> ofFirst(SentimentModel model, EncodedTexts texts) {
    Vocabulary vocabulary = model.encoding().vocabulary();
    for (int text = 0; text < texts.size(); text++) {
      int[] tokens = texts.tokens(text);
      if (isKnown(tokens)) {
        List<String> words = Arrays.stream(tokens).mapToObj(vocabulary::token).toList();
        return Optional.of(
            inspect(model, tokens, words)
                .withSource("The inspected text is number " + (text + 1) + " of the test split."));
      }
    }
    return Optional.empty();
  }

  private static boolean isKnown(int[] tokens) {
    return Arrays.stream(tokens).anyMatch(token -> token > Vocabulary.UNKNOWN);
  }

  private static InspectionPage inspect(SentimentModel model, int[] tokens, List<String> words) {
    TextEncoding encoding = model.encoding();
    try (TextInspector inspector = TextInspector.of(model.model(), Vocabulary.UNKNOWN)) {
      TextInspection inspection = inspector.inspect(tokens, words);
      return InspectionPage.of(inspection, encoding.classNames());
    }
  }
}
