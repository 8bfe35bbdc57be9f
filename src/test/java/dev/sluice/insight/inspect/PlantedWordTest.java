package dev.sluice.insight.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.OnCpu;
import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.data.EncodedTexts;
import dev.sluice.data.Vocabulary;
import dev.sluice.device.Scope;
import dev.sluice.layer.EmbeddingSpec;
import dev.sluice.layer.ForwardContext;
import dev.sluice.layer.Layer;
import dev.sluice.layer.RecurrentSpec;
import dev.sluice.loss.Loss;
import dev.sluice.loss.SoftmaxCrossEntropy;
import dev.sluice.model.Model;
import dev.sluice.model.ModelSpec;
import dev.sluice.optimizer.Adam;
import dev.sluice.optimizer.Clipping;
import dev.sluice.optimizer.Optimizer;
import dev.sluice.sequence.PoolingKind;
import dev.sluice.train.batch.Batch;
import dev.sluice.train.batch.TokenLoader;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A model that learned that one rare word decides the label shows this word as the strongest. */
class PlantedWordTest extends OnCpu {
  private static final int VOCABULARY = 40;
  private static final int PLANTED = 23;

  static List<Cell> cells() {
    return List.of(Rnn.of(8, 12), Lstm.of(8, 12), Gru.of(8, 12));
  }

  @ParameterizedTest
  @MethodSource("cells")
  void thePlantedWordIsTheStrongest(Cell cell) {
    ModelSpec spec =
        ModelSpec.embedding(EmbeddingSpec.forTextClassification(VOCABULARY, 8))
            .recurrent(RecurrentSpec.of(cell))
            .pooling(PoolingKind.MAX)
            .dense(2);
    Model model = scope.own(Model.create(spec, device, 42));
    train(model, texts(new Random(1), 128));
    EncodedTexts test = texts(new Random(2), 60);
    Vocabulary vocabulary = vocabulary();
    try (TextInspector inspector = TextInspector.of(model, Vocabulary.UNKNOWN)) {
      for (int i = 0; i < 20; i++) {
        TextInspection inspection = inspect(inspector, test.tokens(i), vocabulary);
        assertEquals(test.label(i), inspection.decision().predicted());
        assertTrue(inspection.contributions().complete());
        if (test.label(i) == 1) {
          int strongest = inspection.strongestFor(1).get(0);
          assertEquals(PLANTED, inspection.tokens().get(strongest).id());
        }
      }
      StrongestWords words = inspector.strongestWords(test, vocabulary, 5, 10, done -> {});
      assertEquals("w" + PLANTED, words.classes().get(1).get(0).word());
    }
  }

  private static TextInspection inspect(
      TextInspector inspector, int[] tokens, Vocabulary vocabulary) {
    return inspector.inspect(tokens, IntStream.of(tokens).mapToObj(vocabulary::token).toList());
  }

  private static Vocabulary vocabulary() {
    return Vocabulary.fromTokens(
        Stream.concat(
                Stream.of(Vocabulary.PADDING_TOKEN, Vocabulary.UNKNOWN_TOKEN),
                IntStream.range(2, VOCABULARY).mapToObj(i -> "w" + i))
            .toList());
  }

  /** Random texts; each second one has the planted word at one place, and only these are of 1. */
  private static EncodedTexts texts(Random random, int count) {
    int[][] tokens = new int[count][];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      tokens[i] = random.ints(6 + random.nextInt(5), 2, PLANTED).toArray();
      labels[i] = i % 2;
      if (labels[i] == 1) {
        tokens[i][random.nextInt(tokens[i].length)] = PLANTED;
      }
    }
    return EncodedTexts.of(tokens, labels);
  }

  private void train(Model model, EncodedTexts texts) {
    Optimizer optimizer = scope.own(Adam.of(1e-3).createFor(model.parameters()));
    Loss loss = new SoftmaxCrossEntropy();
    TokenLoader loader = TokenLoader.bucketed(texts, 32, 3);
    for (int step = 0; step < 160; step++) {
      try (Scope work = device.scope()) {
        Batch batch = loader.load(step / 4, step % 4, work);
        Layer.Pass pass = model.forward(batch.input(), ForwardContext.training(work, 7, step));
        Loss.Result result = loss.evaluate(pass.output().values(), batch.targets(), 1, work);
        model.zeroGradients();
        pass.backward(result.gradient());
        Clipping.Clipped clipped = Clipping.byGlobalNorm(1).apply(model.parameters(), work);
        optimizer.step(0.02, clipped.scale());
      }
    }
  }
}
