package dev.sluice.layer;

import dev.sluice.device.DType;
import dev.sluice.device.Device;
import dev.sluice.device.Parameter;
import dev.sluice.device.Scope;
import dev.sluice.device.SequenceOperations;
import dev.sluice.device.Tensor;
import dev.sluice.sequence.PoolingKind;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Pooling over time: turns the valid steps of each row into one vector. A sequence {@code [T, N,
 * F]} gives {@code [N, k*F]}: the results of the k poolings of {@link PoolingSpec}, concatenated.
 * It has no parameters.
 */
public final class Pooling implements Layer {
  private final PoolingSpec spec;
  private final Device device;

  Pooling(PoolingSpec spec, Device device) {
    this.spec = spec;
    this.device = device;
  }

  /** The description of this layer. */
  public PoolingSpec spec() {
    return spec;
  }

  @Override
  public List<Parameter> parameters() {
    return List.of();
  }

  @Override
  public Pass forward(Features input, ForwardContext context) {
    input.values().require("pooling input", DType.FLOAT32, -1, -1, -1);
    PoolingPass pass = new PoolingPass(input, context);
    for (int i = 0; i < spec.poolings().size(); i++) {
      pass.pool(spec.poolings().get(i), i);
    }
    return pass;
  }

  private final class PoolingPass implements Pass {
    private final Features input;
    private final ForwardContext context;
    private final SequenceOperations sequences = device.sequences();
    private final int batch;
    private final int features;
    private final Tensor y;
    private @Nullable Tensor argmax;

    PoolingPass(Features input, ForwardContext context) {
      this.input = input;
      this.context = context;
      this.batch = input.values().shape().size(1);
      this.features = input.values().shape().columns();
      if (spec.reverseFeatures() > features) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "pooling input: expected at least the %d reverse features, got %s",
                spec.reverseFeatures(),
                input.values().layout()));
      }
      this.y = context.scope().floats(batch, spec.poolings().size() * features);
    }

    void pool(PoolingKind pooling, int index) {
      int offset = index * features;
      if (pooling == PoolingKind.MAX) {
        argmax = context.scope().ints(batch, features);
        sequences.pool(pooling, input.values(), input.lengths(), y, offset, argmax);
        return;
      }
      sequences.pool(pooling, input.values(), input.lengths(), y, offset, null);
      if (pooling == PoolingKind.LAST && spec.reverseFeatures() > 0) {
        replaceReverseByFirstStep(offset);
      }
    }

    private void replaceReverseByFirstStep(int offset) {
      Tensor first = context.scope().floats(batch, features);
      sequences.pool(PoolingKind.FIRST, input.values(), input.lengths(), first, 0, null);
      int forward = features - spec.reverseFeatures();
      device.elementwise().copyColumns(first, forward, y, offset + forward, spec.reverseFeatures());
    }

    @Override
    public Features output() {
      return new Features(y, null, input.differentiable());
    }

    @Override
    public @Nullable Tensor backward(Tensor dOutput) {
      context.requireBackward();
      if (!input.differentiable()) {
        return null;
      }
      Scope scope = context.scope();
      Tensor dX = scope.zeros(input.values().shape());
      for (int i = 0; i < spec.poolings().size(); i++) {
        PoolingKind pooling = spec.poolings().get(i);
        if (pooling == PoolingKind.LAST && spec.reverseFeatures() > 0) {
          lastBackward(dOutput, i * features, dX);
        } else {
          sequences.poolBackward(
              pooling,
              dOutput,
              i * features,
              input.lengths(),
              pooling == PoolingKind.MAX ? argmax : null,
              dX);
        }
      }
      return dX;
    }

    private void lastBackward(Tensor dOutput, int offset, Tensor dX) {
      int forward = features - spec.reverseFeatures();
      Tensor dLast = context.scope().zeros(batch, features);
      Tensor dFirst = context.scope().zeros(batch, features);
      if (forward > 0) {
        device.elementwise().copyColumns(dOutput, offset, dLast, 0, forward);
      }
      device
          .elementwise()
          .copyColumns(dOutput, offset + forward, dFirst, forward, spec.reverseFeatures());
      sequences.poolBackward(PoolingKind.LAST, dLast, 0, input.lengths(), null, dX);
      sequences.poolBackward(PoolingKind.FIRST, dFirst, 0, input.lengths(), null, dX);
    }
  }
}
