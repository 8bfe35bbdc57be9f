package dev.sluice.layer;

import dev.sluice.cell.Activation;
import dev.sluice.device.DType;
import dev.sluice.device.Device;
import dev.sluice.device.Parameter;
import dev.sluice.device.Products.Into;
import dev.sluice.device.Products.Operand;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A fully connected layer: {@code y = act(x weightᵀ + bias)}, PyTorch's {@code nn.Linear} with an
 * activation. The input x is {@code [N, F]} or {@code [T, N, F]}, the output y {@code [N, O]} or
 * {@code [T, N, O]}.
 *
 * <p>The parameters are {@code weight [O, F]} and {@code bias [O]}. Padded steps are computed like
 * all others; the loss must mask them.
 */
public final class Dense implements Layer {
  private final DenseSpec spec;
  private final Device device;
  private final Parameter weight;
  private final @Nullable Parameter bias;

  Dense(DenseSpec spec, LayerContext context) {
    this.spec = spec;
    this.device = context.device();
    int inputs = spec.inputSize();
    int outputs = spec.outputSize();
    Initializer initializer = spec.initializer();
    this.weight =
        context.parameter(
            "weight",
            initializer.draw(outputs, inputs, inputs, context.random()),
            List.of(outputs, inputs));
    this.bias =
        spec.bias()
            ? context.parameter(
                "bias", initializer.draw(1, outputs, inputs, context.random()), List.of(outputs))
            : null;
  }

  /** The description of this layer. */
  public DenseSpec spec() {
    return spec;
  }

  @Override
  public List<Parameter> parameters() {
    return bias == null ? List.of(weight) : List.of(weight, bias);
  }

  @Override
  public Pass forward(Features input, ForwardContext context) {
    Tensor x = input.values();
    int[] sizes = x.shape().sizes();
    int[] expected = sizes.length == 3 ? new int[] {-1, -1, 0} : new int[] {-1, 0};
    expected[expected.length - 1] = spec.inputSize();
    x.require("dense input", DType.FLOAT32, expected);
    sizes[sizes.length - 1] = spec.outputSize();
    Tensor y = context.scope().floats(sizes);
    device
        .products()
        .multiply(x, Operand.PLAIN, weight.value(), Operand.TRANSPOSED, y, Into.OVERWRITE);
    if (bias != null) {
      device.elementwise().addToRows(bias.value(), y);
    }
    if (activates()) {
      device.elementwise().activate(spec.activation(), y, y);
    }
    boolean differentiable =
        input.differentiable() || parameters().stream().anyMatch(Parameter::trainable);
    Features output = new Features(y, input.lengths(), differentiable);
    return Pass.of(output, context, dOutput -> backward(dOutput, input, output, context.scope()));
  }

  private boolean activates() {
    return !spec.activation().equals(Activation.identity());
  }

  private @Nullable Tensor backward(Tensor dOutput, Features input, Features output, Scope scope) {
    if (activates()) {
      device.elementwise().activateBackward(spec.activation(), output.values(), dOutput, dOutput);
    }
    if (weight.trainable()) {
      device
          .products()
          .multiply(
              dOutput,
              Operand.TRANSPOSED,
              input.values(),
              Operand.PLAIN,
              weight.gradient(),
              Into.ADD);
    }
    if (bias != null && bias.trainable()) {
      device.elementwise().addRowSums(dOutput, bias.gradient());
    }
    return input.differentiable() ? inputGradient(dOutput, input, scope) : null;
  }

  private Tensor inputGradient(Tensor dOutput, Features input, Scope scope) {
    Tensor dX = scope.floats(input.values().shape());
    device
        .products()
        .multiply(dOutput, Operand.PLAIN, weight.value(), Operand.PLAIN, dX, Into.OVERWRITE);
    return dX;
  }
}
