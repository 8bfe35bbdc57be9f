package dev.sluice.bench.dl4j;

import dev.sluice.bench.SharedValues;
import dev.sluice.bench.engine.BenchTask;
import dev.sluice.bench.engine.Engine;
import dev.sluice.bench.engine.HostStopwatch;
import dev.sluice.bench.engine.TimedPass;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * One layer as a network of its own, with the gradient with respect to its outputs from outside.
 * DL4J's backward pass runs the forward pass a second time, in its own fit as here: the layers keep
 * nothing of the first.
 */
final class Dl4jLayer implements Engine.Prepared {
  /** Which of our gates (i, f, g, o) each of DL4J's blocks is: candidate, f, o, input. */
  private static final int[] LSTM_GATES = {2, 1, 3, 0};

  private static final int[] RNN_GATES = {0};

  private final BenchTask task;
  private final int[] gates;
  private final MultiLayerNetwork network;
  private final INDArray x;
  private final INDArray dy;
  private final INDArray mask;
  private INDArray y;
  private Pair<Gradient, INDArray> gradients;

  Dl4jLayer(BenchTask task) {
    this.task = task;
    gates = task.cell().equals("lstm") ? LSTM_GATES : RNN_GATES;
    network = new MultiLayerNetwork(configuration(task));
    network.init();
    int i = task.inputSize();
    int h = task.hiddenSize();
    network.setParam("0_W", weights(2, i));
    network.setParam("0_RW", weights(3, h));
    network.setParam("0_b", weights(4, 1).addi(weights(5, 1)));
    x = sequences(0, i);
    dy = sequences(1, h);
    mask = task.lengths() == null ? null : mask();
    clearPadding(dy);
  }

  private static MultiLayerConfiguration configuration(BenchTask task) {
    BaseRecurrentLayer.Builder<?> layer =
        task.cell().equals("lstm") ? new LSTM.Builder() : new SimpleRnn.Builder();
    layer.nIn(task.inputSize());
    layer.nOut(task.hiddenSize());
    layer.activation(Activation.TANH);
    return new NeuralNetConfiguration.Builder().list(layer.build()).build();
  }

  @Override
  public List<Double> time(TimedPass pass, int least, double seconds) {
    return HostStopwatch.time(least, seconds, k -> pass());
  }

  private void pass() {
    network.setInput(x);
    network.setLayerMaskArrays(mask, null);
    y = network.feedForward(true, false).get(1);
    gradients = network.backpropGradient(dy, null);
  }

  @Override
  public Map<String, float[]> answers() {
    pass();
    int h = task.hiddenSize();
    Map<String, float[]> answers = new LinkedHashMap<>();
    clearPadding(y);
    answers.put("y", timeMajor(y));
    answers.put("grad.x", timeMajor(gradients.getSecond()));
    answers.put("grad.weight_ih_l0", ours("W", task.inputSize()));
    answers.put("grad.weight_hh_l0", ours("RW", h));
    for (String bias : List.of("grad.bias_ih_l0", "grad.bias_hh_l0")) {
      answers.put(bias, ours("b", 1));
    }
    answers.replaceAll((name, values) -> SharedValues.sample(values));
    return answers;
  }

  /** Ours [G*H, F] as theirs [F, G*H]. */
  private INDArray weights(int number, int features) {
    int h = task.hiddenSize();
    int columns = gates.length * h;
    float[] ours = SharedValues.of(number, columns * features, 1 / Math.sqrt(h));
    float[] theirs = new float[ours.length];
    for (int column = 0; column < columns; column++) {
      for (int feature = 0; feature < features; feature++) {
        theirs[feature * columns + column] = ours[ourRow(column) * features + feature];
      }
    }
    return Nd4j.create(theirs, new long[] {features, columns}, 'c');
  }

  /** Their gradient [F, G*H] as ours [G*H, F]. */
  private float[] ours(String parameter, int features) {
    float[] theirs =
        gradients.getFirst().getGradientFor("0_" + parameter).dup('c').data().asFloat();
    int columns = gates.length * task.hiddenSize();
    float[] ours = new float[theirs.length];
    for (int column = 0; column < columns; column++) {
      for (int feature = 0; feature < features; feature++) {
        ours[ourRow(column) * features + feature] = theirs[feature * columns + column];
      }
    }
    return ours;
  }

  private int ourRow(int column) {
    int h = task.hiddenSize();
    return gates[column / h] * h + column % h;
  }

  /**
   * Ours [T, N, F] as theirs [N, F, T], whose first index runs fastest: the order it likes best.
   */
  private INDArray sequences(int number, int features) {
    int t = task.timesteps();
    int n = task.batch();
    float[] ours = SharedValues.of(number, t * n * features, 1);
    return Nd4j.create(ours, new long[] {t, n, features}, 'c').permute(1, 2, 0).dup('f');
  }

  private static float[] timeMajor(INDArray theirs) {
    return theirs.permute(2, 0, 1).dup('c').data().asFloat();
  }

  private INDArray mask() {
    INDArray ones = Nd4j.zeros(task.batch(), task.timesteps());
    for (int row = 0; row < task.batch(); row++) {
      for (int step = 0; step < task.lengths()[row]; step++) {
        ones.putScalar(row, step, 1);
      }
    }
    return ones;
  }

  /**
   * DL4J goes on with a row beyond its end, and leaves it to the loss to mask what comes of it; the
   * loss's gradient there is zero.
   */
  private void clearPadding(INDArray sequences) {
    for (int step = 0; mask != null && step < task.timesteps(); step++) {
      sequences
          .get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(step))
          .muliColumnVector(mask.getColumn(step, true).reshape(task.batch(), 1));
    }
  }

  @Override
  public void close() {
    network.close();
  }
}
