package dev.sluice.insight.cost;

import dev.sluice.device.Device;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import dev.sluice.layer.Features;
import dev.sluice.layer.ForwardContext;
import dev.sluice.layer.LayerContext;
import dev.sluice.layer.Recurrent;
import dev.sluice.layer.RecurrentPass;
import dev.sluice.layer.RecurrentSpec;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * A layer on a device, with a random input, that runs forward and backward again and again. The
 * gradient with respect to the input is computed too, as above an embedding.
 */
final class MeasuredLayer implements AutoCloseable {
  /** Time depends neither on the weights nor on the input. */
  private static final long SEED = 1;

  private final Device device;
  private final Scope scope;
  private final Recurrent layer;
  private final Features input;
  private final Tensor dOutput;
  private final Tensor probe;
  private long keptBytes;

  /** The seconds of one forward and one backward pass. */
  record Seconds(double forward, double backward) {
    double sum() {
      return forward + backward;
    }
  }

  private MeasuredLayer(
      Device device, Scope scope, Recurrent layer, Features input, Tensor dOutput, Tensor probe) {
    this.device = device;
    this.scope = scope;
    this.layer = layer;
    this.input = input;
    this.dOutput = dOutput;
    this.probe = probe;
  }

  /** Creates the layer; the caller closes it. */
  static MeasuredLayer create(RecurrentSpec spec, CostSettings settings, Device device) {
    Scope scope = device.scope();
    try {
      SplittableRandom random = new SplittableRandom(SEED);
      Recurrent layer = spec.create(new LayerContext(scope, "", 0, random));
      Tensor x = scope.floats(settings.timesteps(), settings.batch(), spec.inputSize());
      write(x, random);
      Tensor dOutput = scope.floats(settings.timesteps(), settings.batch(), spec.outputSize());
      return new MeasuredLayer(
          device, scope, layer, Features.computed(x, null), dOutput, scope.zeros(1));
    } catch (RuntimeException | Error e) {
      scope.close();
      throw e;
    }
  }

  private static void write(Tensor x, SplittableRandom random) {
    float[] values = new float[Math.toIntExact(x.shape().elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    x.write(values);
  }

  /** The memory that the last pass kept for its backward pass, in bytes. */
  long keptBytes() {
    return keptBytes;
  }

  /** Runs forward and backward once. */
  Seconds run() {
    layer.parameters().forEach(parameter -> parameter.zeroGradient());
    device.elementwise().fill(dOutput, 1e-3f);
    try (Scope passScope = device.scope()) {
      long before = device.bytesInUse();
      await();
      long start = System.nanoTime();
      RecurrentPass pass = layer.forward(input, ForwardContext.training(passScope, SEED, 0));
      await();
      long middle = System.nanoTime();
      keptBytes = device.bytesInUse() - before;
      long resumed = System.nanoTime();
      Objects.requireNonNull(pass.backward(dOutput));
      await();
      return new Seconds((middle - start) / 1e9, (System.nanoTime() - resumed) / 1e9);
    }
  }

  /** Runs at least once, until some time has passed; returns the mean. */
  Seconds runFor(double seconds) {
    double forward = 0;
    double backward = 0;
    int runs = 0;
    long start = System.nanoTime();
    do {
      Seconds run = run();
      forward += run.forward;
      backward += run.backward;
      runs++;
    } while ((System.nanoTime() - start) / 1e9 < seconds);
    return new Seconds(forward / runs, backward / runs);
  }

  /** Waits until the device has computed everything; a GPU computes while the host goes on. */
  private void await() {
    probe.read(new float[1]);
  }

  @Override
  public void close() {
    scope.close();
  }
}
