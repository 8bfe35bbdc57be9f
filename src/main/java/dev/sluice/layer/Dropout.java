package dev.sluice.layer;

import dev.sluice.device.Device;
import dev.sluice.device.Parameter;
import dev.sluice.device.RandomStream;
import dev.sluice.device.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Dropout: in training it sets random elements to zero and scales the others by {@code 1 / (1 -
 * rate)}; in other modes it returns its input. Input and output have the same shape, {@code [N, F]}
 * or {@code [T, N, F]}.
 *
 * <p>Unless in training, and at rate 0, the output is the input tensor itself. The backward pass
 * overwrites the gradient that it is given and returns it.
 */
public final class Dropout implements Layer {
  private final DropoutSpec spec;
  private final Device device;
  private final int site;

  Dropout(DropoutSpec spec, LayerContext context) {
    this.spec = spec;
    this.device = context.device();
    this.site = context.site(0);
  }

  /** The description of this layer. */
  public DropoutSpec spec() {
    return spec;
  }

  @Override
  public List<Parameter> parameters() {
    return List.of();
  }

  @Override
  public Pass forward(Features input, ForwardContext context) {
    if (!context.training() || spec.rate() == 0) {
      return Pass.of(input, context, dOutput -> input.differentiable() ? dOutput : null);
    }
    RandomStream stream = context.random(site);
    Tensor y = context.scope().floats(input.values().shape());
    drop(input.values(), stream, y);
    Features output = new Features(y, input.lengths(), input.differentiable());
    return Pass.of(output, context, dOutput -> backward(dOutput, output, stream));
  }

  private @Nullable Tensor backward(Tensor dOutput, Features output, RandomStream stream) {
    if (!output.differentiable()) {
      return null;
    }
    drop(dOutput, stream, dOutput);
    return dOutput;
  }

  private void drop(Tensor x, RandomStream stream, Tensor y) {
    spec.mask().drop(device.elementwise(), x, spec.rate(), stream, y);
  }
}
