package dev.sluice.model;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.OnCpu;
import dev.sluice.cell.Gru;
import dev.sluice.data.SequenceBatch;
import dev.sluice.device.Parameter;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import dev.sluice.layer.Dense;
import dev.sluice.layer.DenseSpec;
import dev.sluice.layer.Features;
import dev.sluice.layer.ForwardContext;
import dev.sluice.layer.Layer;
import dev.sluice.layer.LayerContext;
import dev.sluice.layer.Recurrent;
import dev.sluice.layer.RecurrentPass;
import dev.sluice.layer.RecurrentSpec;
import dev.sluice.loss.SoftmaxCrossEntropy;
import dev.sluice.optimizer.Adam;
import dev.sluice.optimizer.Clipping;
import dev.sluice.train.Trainer;
import dev.sluice.train.TrainingResult;
import dev.sluice.train.batch.SequenceLoader;
import dev.sluice.train.schedule.Schedule;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A custom model: an encoder reads a sequence of symbols, and a decoder repeats it. */
class EncoderDecoderTest extends OnCpu {
  private static final int SYMBOLS = 3;
  private static final int LENGTH = 3;
  private static final int HIDDEN = 24;

  @Test
  void learnsToEchoThroughTheFinalState() {
    Echo model = new Echo(scope);
    TrainingResult result =
        Trainer.of(model, "echo", new SoftmaxCrossEntropy())
            .withOptimizer(Adam.of(0.02))
            .withSchedule(Schedule.linearToZero())
            .withClipping(Clipping.byGlobalNorm(1))
            .withEpochs(8)
            .fit(SequenceLoader.shuffled(sequences(1600).split(32), 1));
    assertTrue(result.last().accuracy() > 0.98, result.last().toString());
  }

  /** One-hot symbols; the targets are the inputs. */
  private static SequenceBatch sequences(int count) {
    Random random = new Random(4);
    float[][][] sequences = new float[count][LENGTH][SYMBOLS];
    int[][] symbols = new int[count][];
    for (int n = 0; n < count; n++) {
      symbols[n] = random.ints(LENGTH, 0, SYMBOLS).toArray();
      for (int t = 0; t < LENGTH; t++) {
        sequences[n][t][symbols[n][t]] = 1;
      }
    }
    return SequenceBatch.withStepClassIds(sequences, symbols);
  }

  /**
   * The decoder gets only the encoder's final state hN, and the encoder only the gradient with
   * respect to it.
   */
  private static final class Echo implements Layer {
    private final Recurrent encoder;
    private final Recurrent decoder;
    private final Dense answer;

    Echo(Scope scope) {
      SplittableRandom random = new SplittableRandom(1);
      encoder =
          RecurrentSpec.of(Gru.of(SYMBOLS, HIDDEN))
              .create(new LayerContext(scope, "encoder.", 0, random.split()));
      decoder =
          RecurrentSpec.of(Gru.of(1, HIDDEN))
              .create(new LayerContext(scope, "decoder.", 1, random.split()));
      answer =
          DenseSpec.of(HIDDEN, SYMBOLS)
              .create(new LayerContext(scope, "answer.", 2, random.split()));
    }

    @Override
    public List<Parameter> parameters() {
      return Stream.of(encoder, decoder, answer)
          .flatMap(layer -> layer.parameters().stream())
          .toList();
    }

    @Override
    public Pass forward(Features input, ForwardContext context) {
      int batch = input.values().shape().size(1);
      Features nothing = Features.data(context.scope().zeros(LENGTH, batch, 1), null);
      RecurrentPass encoded = encoder.forward(input, context);
      RecurrentPass decoded = decoder.forward(nothing, encoded.finalStates(), context);
      Pass answered = answer.forward(decoded.output(), context);
      return new Pass() {
        @Override
        public Features output() {
          return answered.output();
        }

        @Override
        public Tensor backward(Tensor dOutput) {
          decoded.backward(answered.backward(dOutput));
          return encoded.backward(null, decoded.initialStateGradients());
        }
      };
    }
  }
}
