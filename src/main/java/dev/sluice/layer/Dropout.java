package dev.sluice.layer;

import dev.sluice.device.Device;
import dev.sluice.device.Parameter;
import dev.sluice.device.RandomStream;
import dev.sluice.device.Tensor;
import java.util.List;

/**
 * Dropout: in training it sets random elements to zero and scales the others by {@code 1 / (1 -
 * rate)}; in inference it returns its input. Input and output have the same shape, {@code [N, F]}
 * or {@code [T, N, F]}.
 *
 * <p>In inference, and at rate 0, the output is the input tensor itself. The backward pass
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
      return new DropoutPass(input, context, null);
    }
    RandomStream stream = context.random(site);
    Tensor y = context.scope().floats(input.values().shape());
    spec.mask().drop(device.elementwise(), input.values(), spec.rate(), stream, y);
    Features output = new Features(y, input.lengths(), input.differentiable());
    return new DropoutPass(output, context, stream);
  }

  private final class DropoutPass implements Pass {
    private final Features output;
    private final ForwardContext context;
    private final RandomStream stream;

    /** The stream is null if nothing was dropped. */
    DropoutPass(Features output, ForwardContext context, RandomStream stream) {
      this.output = output;
      this.context = context;
      this.stream = stream;
    }

    @Override
    public Features output() {
      return output;
    }

    @Override
    public Tensor backward(Tensor dOutput) {
      context.requireTraining();
      if (!output.differentiable()) {
        return null;
      }
      if (stream != null) {
        spec.mask().drop(device.elementwise(), dOutput, spec.rate(), stream, dOutput);
      }
      return dOutput;
    }
  }
}
