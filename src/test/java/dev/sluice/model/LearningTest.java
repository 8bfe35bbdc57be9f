package dev.sluice.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.OnCpu;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.device.Scope;
import dev.sluice.layer.EmbeddingSpec;
import dev.sluice.layer.Features;
import dev.sluice.layer.ForwardContext;
import dev.sluice.layer.Layer;
import dev.sluice.layer.RecurrentInitialization;
import dev.sluice.layer.RecurrentSpec;
import dev.sluice.loss.Loss;
import dev.sluice.loss.SoftmaxCrossEntropy;
import dev.sluice.loss.Targets;
import dev.sluice.optimizer.Adam;
import dev.sluice.optimizer.Clipping;
import dev.sluice.optimizer.Optimizer;
import dev.sluice.sequence.PoolingKind;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Hand-written training loops, without the trainer. */
class LearningTest extends OnCpu {
  private static final int BATCH = 32;
  private static final int TIMESTEPS = 8;
  private static final int VOCABULARY = 6;

  static Stream<RecurrentSpec> recurrences() {
    return Stream.of(
        RecurrentSpec.of(Rnn.of(8, 16)),
        RecurrentSpec.of(Gru.of(8, 16)),
        RecurrentSpec.of(Gru.article(8, 16)),
        // Without a forget gate bias the LSTM forgets the first token before it learns to keep it.
        RecurrentSpec.of(Lstm.of(8, 16))
            .withInitialization(RecurrentInitialization.pytorch().withForgetBias(1)));
  }

  @ParameterizedTest
  @MethodSource("recurrences")
  void learnsThatTheFirstTokenDecides(RecurrentSpec recurrent) {
    ModelSpec spec =
        ModelSpec.embedding(EmbeddingSpec.forTextClassification(VOCABULARY, 8))
            .recurrent(recurrent)
            .pooling(PoolingKind.LAST)
            .dense(2);
    Random random = new Random(1);
    Model model = scope.own(Model.create(spec, device, 42));
    Optimizer optimizer = scope.own(Adam.of(1e-3).createFor(model.parameters()));
    Loss loss = new SoftmaxCrossEntropy();
    for (int step = 0; step < 200; step++) {
      try (Scope work = device.scope()) {
        int[] tokens = tokens(random);
        Layer.Pass pass =
            model.forward(input(work, tokens), ForwardContext.training(work, 7, step));
        Loss.Result result =
            loss.evaluate(pass.output().values(), Targets.classes(work, answers(tokens)), 1, work);
        model.zeroGradients();
        pass.backward(result.gradient());
        Clipping.Clipped clipped = Clipping.byGlobalNorm(1).apply(model.parameters(), work);
        optimizer.step(0.02, clipped.scale());
      }
    }
    assertEquals(BATCH, rightAnswers(model, loss, random));
  }

  private static int[] tokens(Random random) {
    return random.ints(TIMESTEPS * BATCH, 2, VOCABULARY).toArray();
  }

  /** Time-major, so the first tokens of all rows come first. */
  private static int[] answers(int[] tokens) {
    int[] answers = new int[BATCH];
    for (int n = 0; n < BATCH; n++) {
      answers[n] = tokens[n] % 2;
    }
    return answers;
  }

  private static Features input(Scope work, int[] tokens) {
    var values = work.ints(TIMESTEPS, BATCH);
    values.write(tokens);
    return Features.data(values, null);
  }

  private static float rightAnswers(Model model, Loss loss, Random random) {
    try (Scope work = model.device().scope()) {
      int[] tokens = tokens(random);
      Layer.Pass pass = model.forward(input(work, tokens), ForwardContext.inference(work));
      Targets targets = Targets.classes(work, answers(tokens));
      return loss.evaluate(pass.output().values(), targets, 1, work).totals().floats()[1];
    }
  }

  @Test
  void learnsALabelPerStepOfNumericSequences() {
    ModelSpec spec = ModelSpec.ofSequences(1).recurrent(Gru.of(1, 12)).dense(2);
    Random random = new Random(2);
    Model model = scope.own(Model.create(spec, device, 42));
    Optimizer optimizer = scope.own(Adam.of(1e-3).createFor(model.parameters()));
    float right = 0;
    for (int step = 0; step < 300; step++) {
      try (Scope work = device.scope()) {
        right = parityStep(model, optimizer, random, step, work);
      }
    }
    assertTrue(right >= 0.99, "correct predictions " + right);
  }

  /** Learns the parity of the ones so far at every valid step; returns the fraction correct. */
  private static float parityStep(
      Model model, Optimizer optimizer, Random random, int step, Scope work) {
    float[] x = new float[TIMESTEPS * BATCH];
    int[] lengths = new int[BATCH];
    int[][] labels = new int[BATCH][];
    for (int n = 0; n < BATCH; n++) {
      lengths[n] = 1 + random.nextInt(TIMESTEPS);
      labels[n] = new int[lengths[n]];
      int parity = 0;
      for (int t = 0; t < lengths[n]; t++) {
        int bit = random.nextInt(2);
        x[t * BATCH + n] = bit;
        parity ^= bit;
        labels[n][t] = parity;
      }
    }
    var values = work.floats(TIMESTEPS, BATCH, 1);
    values.write(x);
    var valid = work.ints(BATCH);
    valid.write(lengths);
    Targets targets = Targets.classesPerStep(work, TIMESTEPS, labels);
    Layer.Pass pass =
        model.forward(Features.data(values, valid), ForwardContext.training(work, 7, step));
    Loss.Result result =
        new SoftmaxCrossEntropy().evaluate(pass.output().values(), targets, 1, work);
    model.zeroGradients();
    pass.backward(result.gradient());
    optimizer.step(0.02, Clipping.byGlobalNorm(1).apply(model.parameters(), work).scale());
    return result.totals().floats()[1] / targets.counted();
  }
}
