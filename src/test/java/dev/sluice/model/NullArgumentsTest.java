package dev.sluice.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.OnCpu;
import dev.sluice.cell.Gru;
import dev.sluice.data.EncodedTexts;
import dev.sluice.data.SequenceBatch;
import dev.sluice.data.SequenceExamples;
import dev.sluice.data.TokenBatch;
import dev.sluice.data.Tokenizer;
import dev.sluice.data.Vocabulary;
import dev.sluice.interop.onnx.OnnxModel;
import dev.sluice.layer.Features;
import dev.sluice.layer.ForwardContext;
import dev.sluice.loss.SoftmaxCrossEntropy;
import dev.sluice.sequence.PoolingKind;
import dev.sluice.train.evaluation.Evaluator;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** For a null argument the message names the argument, and for rows the first null row. */
class NullArgumentsTest extends OnCpu {
  private static final float[][][] SEQUENCES = {{{1, 2}}, {{3, 4}, {5, 6}}};

  private Model model(ModelSpec spec) {
    return scope.own(Model.create(spec.pooling(PoolingKind.LAST), device, 1));
  }

  private Model ofSequences() {
    return model(ModelSpec.ofSequences(2).recurrent(Gru.of(2, 5)));
  }

  private Model ofTokens() {
    return model(ModelSpec.embedding(9, 3).recurrent(Gru.of(3, 5)));
  }

  private static void assertNames(String argument, Executable call) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, call);
    assertEquals(argument + ": expected a value, got null", e.getMessage());
  }

  @Test
  void predictionsNameTheRowAndTheStep() {
    Model numbers = ofSequences();
    assertNames("sequences", () -> numbers.predict((float[][][]) null));
    assertNames("sequences[1]", () -> numbers.predict(new float[][][] {{{1, 2}}, null}));
    assertNames("sequences[1][2]", () -> numbers.predict(new float[][][] {{{1, 2}}, rows(2)}));
    assertNames("sequences", () -> numbers.predictSteps((float[][][]) null));
    Model tokens = ofTokens();
    assertNames("tokens", () -> tokens.predict((int[][]) null));
    assertNames("tokens[0]", () -> tokens.predict(new int[][] {null, {1}}));
    assertNames("tokens", () -> tokens.predictSteps((int[][]) null));
  }

  private static float[][] rows(int missing) {
    float[][] rows = new float[4][2];
    Arrays.fill(rows, missing, rows.length, null);
    return rows;
  }

  @Test
  void streamsAndForwardPassesDoToo() {
    Model numbers = ofSequences();
    ModelStream stream = scope.own(numbers.stream(1));
    assertNames("features", () -> stream.step((float[]) null, scope));
    assertNames("scope", () -> stream.step(new float[] {1, 2}, null));
    ModelStream words = scope.own(ofTokens().stream(1));
    assertNames("tokens", () -> words.step((int[]) null, scope));
    assertNames("scope", () -> words.step(new int[] {1}, null));
    Features input = Features.data(floats(new float[] {1, 2}, 1, 1, 2), null);
    assertNames("input", () -> numbers.forward(null, ForwardContext.inference(scope)));
    assertNames("context", () -> numbers.forward(input, null));
    assertNames("values", () -> Features.data(null, null));
    assertNames("values", () -> Features.data(null, new int[1], scope));
    assertNames("lengths", () -> Features.data(input.values(), null, scope));
    assertNames("scope", () -> Features.data(input.values(), new int[1], null));
    assertNames("scope", () -> ForwardContext.inference(null));
    assertNames("prefix", () -> numbers.freeze(null));
  }

  @Test
  void makingAModelDoesToo() {
    assertNames("spec", () -> Model.create(null, device, 1));
    assertNames("device", () -> Model.create(ModelSpec.ofSequences(2).dense(1), null, 1));
  }

  @Test
  void evaluationNamesItsSource() {
    Evaluator evaluator = new Evaluator(ofSequences(), new SoftmaxCrossEntropy());
    assertNames("source", () -> evaluator.evaluate(null));
    assertNames("source", () -> evaluator.classify(null));
  }

  @Test
  void batchesOfSequencesNameTheirRows() {
    float[][][] broken = {{{1, 2}}, null};
    int[] ids = {0, 1};
    assertNames("sequences[1]", () -> SequenceBatch.withClassIds(broken, ids));
    assertNames("ids", () -> SequenceBatch.withClassIds(SEQUENCES, null));
    assertNames("sequences", () -> SequenceBatch.withStepClassIds(null, new int[2][1]));
    assertNames("ids[1]", () -> SequenceBatch.withStepClassIds(SEQUENCES, new int[][] {{0}, null}));
    assertNames("values[0]", () -> SequenceBatch.withValues(SEQUENCES, new float[][] {null, {1}}));
    assertNames(
        "counted", () -> SequenceBatch.withValues(SEQUENCES, new float[][] {{1}, {1}}, null));
    float[][][] steps = {{{1}}, {{1}, null}};
    assertNames("values[1][1]", () -> SequenceBatch.withStepValues(SEQUENCES, steps));
    assertNames(
        "counted[0]",
        () ->
            SequenceBatch.withStepValues(
                SEQUENCES, new float[][][] {{{1}}, {{1}, {1}}}, new boolean[][] {null, {true}}));
    assertNames("batches", () -> SequenceExamples.of(null));
    assertNames("batches[0]", () -> SequenceExamples.of(Arrays.asList((SequenceBatch) null)));
  }

  @Test
  void textsNameTheirPlace() {
    Vocabulary vocabulary = Vocabulary.fromTokens(List.of("<pad>", "<unk>", "a"));
    List<List<String>> texts = Arrays.asList(List.of("a"), null);
    int[] labels = {0, 1};
    assertNames("texts[1]", () -> EncodedTexts.encode(texts, labels, vocabulary, 1));
    assertNames("labels", () -> EncodedTexts.encode(List.of(), null, vocabulary, 1));
    assertNames("vocabulary", () -> EncodedTexts.encode(List.of("a"), null, 1));
    assertNames("text", () -> EncodedTexts.encode((List<String>) null, vocabulary, 1));
    assertNames("tokens[1]", () -> EncodedTexts.of(new int[][] {{1}, null}, labels));
    assertNames("sequences[0]", () -> TokenBatch.of(new int[][] {null}, new int[1]));
    assertNames("labels", () -> TokenBatch.of(new int[][] {{1}}, null));
    Tokenizer tokenizer = Tokenizer.current();
    assertNames("text", () -> tokenizer.tokenize(null));
    assertNames("texts[1]", () -> tokenizer.tokenizeAll(Arrays.asList("a", null), 1));
    assertNames("texts[0]", () -> tokenizer.tokenized(Arrays.asList((String) null), 1));
    assertNames("token", () -> vocabulary.index(null));
    assertNames("tokens[1]", () -> Vocabulary.fromTokens(Arrays.asList("<pad>", null)));
  }

  @Test
  void modelsOfOnnxDoToo() {
    assertNames("path", () -> OnnxModel.read((Path) null));
    assertNames("model", () -> OnnxModel.read((byte[]) null));
    assertNames("limits", () -> OnnxModel.read(new byte[1], null));
    assertNames("device", () -> carried().run(null, Map.of()));
    assertNames("given", () -> carried().run(device, null));
  }

  private static OnnxModel carried() throws java.io.IOException {
    try (var in = OnnxModel.class.getResourceAsStream("carried.onnx")) {
      return OnnxModel.read(in.readAllBytes());
    }
  }
}
