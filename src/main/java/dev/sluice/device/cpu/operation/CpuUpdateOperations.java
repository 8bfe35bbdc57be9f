package dev.sluice.device.cpu.operation;

import dev.sluice.device.Tensor;
import dev.sluice.device.UpdateOperations;
import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.runtime.BlockSums;
import dev.sluice.device.cpu.runtime.CpuBackend;
import dev.sluice.device.cpu.runtime.CpuTensor;
import dev.sluice.device.cpu.runtime.IndexPartition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Optimizer updates on the CPU. These loops are limited by memory bandwidth, so each update reads
 * and writes every element once.
 */
public final class CpuUpdateOperations implements UpdateOperations {
  private final Kernels kernels;
  private final IndexPartition partition;
  private final BlockSums sums;

  public CpuUpdateOperations(CpuBackend device) {
    kernels = device.kernels();
    partition = new IndexPartition(device.workers());
    sums = new BlockSums(partition);
  }

  @Override
  public void clipByGlobalNorm(List<Tensor> gradients, float maximum, Tensor norm, Tensor scale) {
    double squares = 0;
    for (Tensor gradient : gradients) {
      CpuTensor in = CpuTensor.of(gradient);
      float[] g = in.readFloats();
      squares +=
          sums.elements(
              in.count(),
              (from, to, size, into, first) ->
                  kernels.sumsOfSquares(g, from, to, size, into, first));
    }
    double root = Math.sqrt(squares);
    CpuTensor.of(norm).writeFloats()[0] = (float) root;
    CpuTensor.of(scale).writeFloats()[0] =
        Double.isFinite(root) ? (float) Math.min(1, maximum / root) : Float.NaN;
  }

  @Override
  public void refuseUnlessFinite(Tensor value, Tensor scale) {
    CpuTensor in = CpuTensor.of(value);
    float[] v = in.readFloats();
    for (int i = 0; i < in.count(); i++) {
      if (!Float.isFinite(v[i])) {
        CpuTensor.of(scale).writeFloats()[0] = Float.NaN;
        return;
      }
    }
  }

  @Override
  public void clipByValue(Tensor gradient, float limit) {
    CpuTensor in = CpuTensor.of(gradient);
    float[] g = in.writeFloats();
    partition.elements(in.count(), (from, to) -> clip(g, limit, from, to));
  }

  private static void clip(float[] g, float limit, int from, int to) {
    for (int i = from; i < to; i++) {
      g[i] = Math.max(-limit, Math.min(limit, g[i]));
    }
  }

  @Override
  public void sgd(
      Tensor weights, Tensor gradient, @Nullable Tensor scale, float rate, float weightDecay) {
    CpuTensor in = CpuTensor.of(weights);
    float[] g = CpuTensor.of(gradient).readFloats();
    float factor = factor(scale);
    if (Float.isNaN(factor)) {
      return;
    }
    float[] w = in.writeFloats();
    partition.elements(in.count(), (from, to) -> sgd(w, g, factor, rate, weightDecay, from, to));
  }

  private static void sgd(
      float[] w, float[] g, float scale, float rate, float weightDecay, int from, int to) {
    for (int i = from; i < to; i++) {
      w[i] -= rate * (scale * g[i] + weightDecay * w[i]);
    }
  }

  @Override
  public void momentum(
      Tensor weights,
      Tensor gradient,
      @Nullable Tensor scale,
      Tensor velocity,
      float rate,
      float momentum,
      boolean nesterov,
      float weightDecay) {
    CpuTensor in = CpuTensor.of(weights);
    float[] g = CpuTensor.of(gradient).readFloats();
    float factor = factor(scale);
    if (Float.isNaN(factor)) {
      return;
    }
    float[] w = in.writeFloats();
    float[] v = CpuTensor.of(velocity).writeFloats();
    // Both rules are w -= rate * (a g + b v).
    float ofGradient = nesterov ? 1 : 0;
    float ofVelocity = nesterov ? momentum : 1;
    partition.elements(
        in.count(),
        (from, to) -> {
          for (int i = from; i < to; i++) {
            float decayedGradient = factor * g[i] + weightDecay * w[i];
            float speed = momentum * v[i] + decayedGradient;
            v[i] = speed;
            w[i] -= rate * (ofGradient * decayedGradient + ofVelocity * speed);
          }
        });
  }

  @Override
  public void rmsProp(
      Tensor weights,
      Tensor gradient,
      @Nullable Tensor scale,
      Tensor squares,
      float rate,
      float decay,
      float epsilon,
      float weightDecay) {
    CpuTensor in = CpuTensor.of(weights);
    float[] g = CpuTensor.of(gradient).readFloats();
    float factor = factor(scale);
    if (Float.isNaN(factor)) {
      return;
    }
    float[] w = in.writeFloats();
    float[] s = CpuTensor.of(squares).writeFloats();
    float oneMinusDecay = 1 - decay;
    partition.elements(
        in.count(),
        (from, to) -> {
          for (int i = from; i < to; i++) {
            float decayedGradient = factor * g[i] + weightDecay * w[i];
            float square = decay * s[i] + oneMinusDecay * (decayedGradient * decayedGradient);
            s[i] = square;
            w[i] -= rate * decayedGradient / ((float) Math.sqrt(square) + epsilon);
          }
        });
  }

  @Override
  public void adam(
      Tensor weights,
      Tensor gradient,
      @Nullable Tensor scale,
      Tensor firstMoment,
      Tensor secondMoment,
      long step,
      AdamCoefficients coefficients) {
    CpuTensor in = CpuTensor.of(weights);
    float[] g = CpuTensor.of(gradient).readFloats();
    float factor = factor(scale);
    if (Float.isNaN(factor)) {
      return;
    }
    AdamStep loop = AdamStep.of(coefficients, step, factor);
    float[] w = in.writeFloats();
    float[] m = CpuTensor.of(firstMoment).writeFloats();
    float[] v = CpuTensor.of(secondMoment).writeFloats();
    partition.elements(in.count(), (from, to) -> loop.run(w, g, m, v, from, to));
  }

  @Override
  public void movingAverage(Tensor weights, Tensor average, float decay) {
    CpuTensor in = CpuTensor.of(weights);
    float[] w = in.readFloats();
    float[] a = CpuTensor.of(average).writeFloats();
    float oneMinusDecay = 1 - decay;
    partition.elements(in.count(), (from, end) -> average(w, a, decay, oneMinusDecay, from, end));
  }

  private static void average(
      float[] w, float[] a, float decay, float oneMinusDecay, int from, int end) {
    for (int i = from; i < end; i++) {
      a[i] = decay * a[i] + oneMinusDecay * w[i];
    }
  }

  private static float factor(@Nullable Tensor scale) {
    return scale == null ? 1 : CpuTensor.of(scale).readFloats()[0];
  }
}
