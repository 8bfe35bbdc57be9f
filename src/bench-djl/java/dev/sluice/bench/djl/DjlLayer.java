package dev.sluice.bench.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.recurrent.RNN;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.sluice.bench.SharedValues;
import dev.sluice.bench.engine.BenchTask;
import dev.sluice.bench.engine.Engine;
import dev.sluice.bench.engine.HostStopwatch;
import dev.sluice.bench.engine.TimedPass;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One layer, by the functions that DJL's recurrent blocks call; a block's own gradient collector
 * takes scalars only, hence the backward call below it, which takes dY.
 */
final class DjlLayer implements Engine.Prepared {
  private static final String[] WEIGHTS = {"weight_ih", "weight_hh", "bias_ih", "bias_hh"};

  private final NDManager manager;
  private final BenchTask task;
  private final NDArray dy;
  private final NDArray zeroState;
  private final Map<String, NDArray> values = new LinkedHashMap<>();
  private NDManager passManager;
  private NDList results;
  private Map<String, NDArray> variables;

  DjlLayer(NDManager manager, BenchTask task) {
    this.manager = manager;
    this.task = task;
    int t = task.timesteps();
    int n = task.batch();
    int h = task.hiddenSize();
    int rows = task.gates() * h;
    double scale = 1 / Math.sqrt(h);
    values.put("x", values(0, 1, t, n, task.inputSize()));
    values.put("weight_ih", values(2, scale, rows, task.inputSize()));
    values.put("weight_hh", values(3, scale, rows, h));
    values.put("bias_ih", values(4, scale, rows));
    values.put("bias_hh", values(5, scale, rows));
    dy = values(1, 1, t, n, h);
    zeroState = manager.zeros(new Shape(1, n, h));
  }

  private NDArray values(int number, double scale, long... shape) {
    Shape sizes = new Shape(shape);
    return manager.create(SharedValues.of(number, Math.toIntExact(sizes.size()), scale), sizes);
  }

  /** Fresh variables over the same memory have no gradient yet, so that none need be cleared. */
  @Override
  public List<Double> time(TimedPass pass, int least, double seconds) {
    return HostStopwatch.time(least, seconds, k -> pass());
  }

  private void pass() {
    closePass();
    passManager = manager.newSubManager();
    variables = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> {
          NDArray variable = value.stopGradient();
          variable.attach(passManager);
          variable.setRequiresGradient(true);
          variables.put(name, variable);
        });
    JniUtils.setGradMode(true);
    results = forward();
    results.attach(passManager);
    JniUtils.backward((PtNDArray) results.get(0), (PtNDArray) dy, false, false);
    JniUtils.setGradMode(false);
  }

  private NDList forward() {
    PtNDArray x = (PtNDArray) variables.get("x");
    PtNDArray state = (PtNDArray) zeroState;
    NDList weights = new NDList();
    for (String name : WEIGHTS) {
      weights.add(variables.get(name));
    }
    return switch (task.cell()) {
      case "rnn" ->
          JniUtils.rnn(x, state, weights, true, 1, RNN.Activation.TANH, 0, true, false, false);
      case "lstm" ->
          JniUtils.lstm(x, new NDList(state, state), weights, true, 1, 0, true, false, false);
      default -> JniUtils.gru(x, state, weights, true, 1, 0, true, false, false);
    };
  }

  @Override
  public Map<String, float[]> answers() {
    pass();
    Map<String, float[]> answers = new LinkedHashMap<>();
    answers.put("y", sample(results.get(0)));
    variables.forEach(
        (name, variable) -> {
          try (NDArray gradient = variable.getGradient()) {
            answers.put("grad." + (name.equals("x") ? name : name + "_l0"), sample(gradient));
          }
        });
    return answers;
  }

  private static float[] sample(NDArray array) {
    return SharedValues.sample(array.toFloatArray());
  }

  private void closePass() {
    if (passManager != null) {
      passManager.close();
      passManager = null;
    }
  }

  @Override
  public void close() {
    closePass();
    manager.close();
  }
}
