package dev.sluice.insight.inspect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.OnCpu;
import dev.sluice.cell.Lstm;
import dev.sluice.data.EncodedTexts;
import dev.sluice.data.Vocabulary;
import dev.sluice.layer.DirectionMode;
import dev.sluice.layer.RecurrentSpec;
import dev.sluice.model.Model;
import dev.sluice.model.ModelSpec;
import dev.sluice.sequence.PoolingKind;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TextInspectorTest extends OnCpu {
  private static final int T = Samples.TOKENS.length;

  static List<ModelSpec> specs() {
    return Samples.specs();
  }

  private static ModelSpec lstm(PoolingKind pooling) {
    return Samples.spec(RecurrentSpec.of(Lstm.of(Samples.E, Samples.H)), 2, pooling);
  }

  @ParameterizedTest
  @MethodSource("specs")
  void theRunningPredictionIsThatOfEveryBeginning(ModelSpec spec) {
    try (Model model = Samples.model(spec, device)) {
      TextInspection inspection = Samples.inspect(model);
      assertEquals(T, inspection.running().points().size());
      for (int t = 0; t < T; t++) {
        RunningPrediction.Point point = inspection.running().points().get(t);
        float[] logits = model.predict(new int[][] {Arrays.copyOf(Samples.TOKENS, t + 1)})[0];
        assertEquals(t + 1, point.tokens());
        for (int k = 0; k < logits.length; k++) {
          double odds = Samples.logOdds(logits, k);
          assertEquals(1 / (1 + Math.exp(-odds)), point.probabilities().get(k), 1e-5);
        }
      }
      assertArrayEquals(
          Samples.array(inspection.decision().probabilities()),
          Samples.array(inspection.running().points().get(T - 1).probabilities()),
          1e-5);
    }
  }

  @Test
  void beginningsOfALongTextAreEvenlyChosen() {
    int[] lengths = PrefixPredictions.lengths(100_000);
    assertEquals(80, lengths.length);
    assertEquals(1_250, lengths[0]);
    assertEquals(100_000, lengths[79]);
    assertEquals(400, PrefixPredictions.lengths(1_000).length);
    assertArrayEquals(new int[] {1, 2, 3}, PrefixPredictions.lengths(3));
  }

  @Test
  void theGatesMakeTheCellState() {
    try (Model model = Samples.model(lstm(PoolingKind.LAST), device)) {
      LayerTrace layer = Samples.inspect(model).layers().get(0);
      assertEquals("1.recurrent layer 1 forward", layer.name());
      assertEquals(
          List.of("i", "f", "g", "o"), layer.gates().stream().map(GateTrace::symbol).toList());
      for (int t = 0; t < T; t++) {
        double change = 0;
        for (int u = 0; u < Samples.H; u++) {
          double before = t == 0 ? 0 : layer.memory().get(t - 1, u);
          double i = layer.gates().get(0).values().get(t, u);
          double f = layer.gates().get(1).values().get(t, u);
          double g = layer.gates().get(2).values().get(t, u);
          double o = layer.gates().get(3).values().get(t, u);
          double c = f * before + i * g;
          assertEquals(c, layer.memory().get(t, u), 1e-5);
          assertEquals(o * Math.tanh(c), layer.hidden().get(t, u), 1e-5);
          change += Math.abs(c - before) / Samples.H;
        }
        assertEquals(change, layer.change().get(t), 1e-5);
      }
    }
  }

  @Test
  void saysWhatTheDecisionReads() {
    try (Model model = Samples.model(lstm(PoolingKind.LAST), device)) {
      assertEquals("the state after the last token", Samples.inspect(model).reading());
    }
    ModelSpec both =
        ModelSpec.embedding(Samples.VOCABULARY, Samples.E)
            .lstm(DirectionMode.BIDIRECTIONAL, Samples.H)
            .pooling(PoolingKind.MAX, PoolingKind.MEAN)
            .dense(2);
    try (Model model = Samples.model(both, device)) {
      assertEquals(
          "the largest value of each unit over all tokens, and the mean of the states over all"
              + " tokens",
          Samples.inspect(model).reading());
    }
  }

  @Test
  void aTextOfUnknownWordsHasNoContributions() {
    try (Model model = Samples.model(lstm(PoolingKind.MEAN), device);
        TextInspector inspector = TextInspector.of(model, Samples.UNKNOWN)) {
      TextInspection inspection =
          inspector.inspect(new int[] {Samples.UNKNOWN, Samples.UNKNOWN}, List.of("x", "y"));
      assertEquals(List.of(0.0, 0.0), inspection.contributions().values());
      assertTrue(inspection.contributions().complete());
      assertEquals(List.of(), inspection.strongestFor(10));
      assertTrue(inspection.tokens().stream().noneMatch(ReadToken::known));
    }
  }

  @Test
  void theStrongestTokensAreSortedByContribution() {
    try (Model model = Samples.model(lstm(PoolingKind.LAST), device)) {
      TextInspection inspection = Samples.inspect(model);
      List<Double> values = inspection.contributions().values();
      List<Integer> expected =
          IntStream.range(0, T)
              .boxed()
              .filter(t -> values.get(t) < 0)
              .sorted((a, b) -> Double.compare(values.get(a), values.get(b)))
              .toList();
      assertEquals(expected, inspection.strongestAgainst(10));
      assertEquals(expected.subList(0, 1), inspection.strongestAgainst(1));
    }
  }

  @Test
  void wordsAreRankedByTheirMeanContribution() {
    Vocabulary vocabulary =
        Vocabulary.fromTokens(
            Stream.concat(
                    Stream.of(Vocabulary.PADDING_TOKEN, Vocabulary.UNKNOWN_TOKEN),
                    IntStream.range(2, Samples.VOCABULARY).mapToObj(i -> "w" + i))
                .toList());
    int[][] texts = {{5, 9, 5}, {5, 2}, {9, 2, 1}, {4}};
    try (Model model = Samples.model(lstm(PoolingKind.MEAN), device);
        TextInspector inspector = TextInspector.of(model, Samples.UNKNOWN)) {
      double[] sums = new double[Samples.VOCABULARY];
      int[] counts = new int[Samples.VOCABULARY];
      for (int[] text : texts) {
        TextInspection each =
            inspector.inspect(text, IntStream.of(text).mapToObj(vocabulary::token).toList());
        int sign = each.decision().predicted() == 1 ? 1 : -1;
        for (int t = 0; t < text.length; t++) {
          sums[text[t]] += sign * each.contributions().values().get(t);
          counts[text[t]]++;
        }
      }
      StrongestWords words =
          inspector.strongestWords(
              EncodedTexts.of(texts, new int[4]), vocabulary, 2, 10, done -> {});
      assertEquals(4, words.texts());
      assertEquals(0, words.incomplete());
      int found = 0;
      for (int k = 0; k < 2; k++) {
        double before = Double.POSITIVE_INFINITY;
        for (WordContribution word : words.classes().get(k)) {
          double mean = (k == 1 ? 1 : -1) * sums[word.id()] / counts[word.id()];
          assertEquals(mean, word.mean(), 1e-5);
          assertEquals(counts[word.id()], word.occurrences());
          assertEquals(2, word.texts());
          assertTrue(word.mean() <= before);
          before = word.mean();
          found++;
        }
      }
      assertEquals(3, found, "5, 9 and 2 occur in two texts; the unknown token is no word");
    }
  }

  @Test
  void refusesWhatIsNoTextClassifier() {
    for (ModelSpec spec :
        List.of(
            ModelSpec.ofSequences(3).lstm(4).pooling(PoolingKind.LAST).dense(2),
            ModelSpec.embedding(10, 3).lstm(4).dense(2),
            ModelSpec.embedding(10, 3).lstm(4).pooling(PoolingKind.LAST).dense(1),
            ModelSpec.embedding(10, 3).pooling(PoolingKind.MEAN).dense(2))) {
      try (Model model = Model.create(spec, device, 1)) {
        IllegalArgumentException refusal =
            assertThrows(IllegalArgumentException.class, () -> TextInspector.of(model, 1));
        assertTrue(
            refusal.getMessage().startsWith("model: expected a text classifier"),
            refusal.getMessage());
      }
    }
  }

  @Test
  void namesBadArguments() {
    try (Model model = Samples.model(lstm(PoolingKind.LAST), device)) {
      refused("unknown: expected 0 to 29, got 30", () -> TextInspector.of(model, 30));
      try (TextInspector inspector = TextInspector.of(model, Samples.UNKNOWN)) {
        refused(
            "tokens: expected at least 1, got 0", () -> inspector.inspect(new int[0], List.of()));
        refused(
            "tokens[1]: expected 0 to 29, got 30",
            () -> inspector.inspect(new int[] {2, 30}, List.of("a", "b")));
        refused(
            "words: expected 2, one for each token, got 1",
            () -> inspector.inspect(new int[] {2, 3}, List.of("a")));
      }
    }
  }

  private static void refused(String message, org.junit.jupiter.api.function.Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
