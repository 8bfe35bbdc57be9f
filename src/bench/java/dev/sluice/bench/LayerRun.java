package dev.sluice.bench;

import dev.sluice.cell.Cell;
import dev.sluice.cell.CellParameter;
import dev.sluice.device.Capacity;
import dev.sluice.device.CellParameters;
import dev.sluice.device.DType;
import dev.sluice.device.Device;
import dev.sluice.device.FeatureSlice;
import dev.sluice.device.Parameter;
import dev.sluice.device.RecurrencePass;
import dev.sluice.device.RecurrencePlan;
import dev.sluice.device.Scope;
import dev.sluice.device.Shape;
import dev.sluice.device.Tensor;
import dev.sluice.sequence.Bptt;
import dev.sluice.sequence.Direction;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One layer with its weights, inputs and gradients on a device. A run is a forward and a backward
 * pass, with the gradients with respect to the inputs and all weights.
 */
public final class LayerRun implements AutoCloseable {
  private final Scope scope;
  private final RecurrencePlan plan;
  private final CellParameters parameters;
  private final RecurrencePlan.Inputs inputs;
  private final RecurrencePlan.Outputs outputs;
  private final RecurrencePlan.OutputGradients upstream;
  private final RecurrencePlan.InputGradients gradients;
  private final Tensor flag;

  /**
   * Creates the layer on a device.
   *
   * @param lengths {@code [N]}, or null: all rows are T long
   */
  public LayerRun(Device device, Cell cell, LayerShape shape, int[] lengths) {
    scope = device.scope();
    try {
      int t = shape.timesteps();
      int n = shape.batch();
      int h = shape.hiddenSize();
      plan = scope.own(device.recurrence(cell, new Capacity(t, n), Direction.FORWARD, Bptt.full()));
      Tensor x = filled(scope.floats(t, n, shape.inputSize()), 0, 1);
      Tensor dY = filled(scope.floats(t, n, h), 1, 1);
      parameters = new CellParameters(cell, parameters(cell));
      inputs = new RecurrencePlan.Inputs(FeatureSlice.of(x), lengths(lengths), null, null);
      outputs =
          new RecurrencePlan.Outputs(
              FeatureSlice.of(scope.floats(t, n, h)), scope.floats(n, h), null);
      upstream = new RecurrencePlan.OutputGradients(FeatureSlice.of(dY), null, null);
      Tensor dX = scope.floats(t, n, shape.inputSize());
      device.elementwise().fill(dX, 0);
      gradients = new RecurrencePlan.InputGradients(FeatureSlice.of(dX), null, null);
      flag = scope.ints(1);
      flag.write(0);
    } catch (RuntimeException e) {
      scope.close();
      throw e;
    }
  }

  private Tensor lengths(int[] lengths) {
    if (lengths == null) {
      return null;
    }
    Tensor tensor = scope.ints(lengths.length);
    tensor.write(lengths);
    return tensor;
  }

  /** Sets all gradients to zero. */
  public void clearGradients() {
    parameters.all().forEach(Parameter::zeroGradient);
    scope.device().elementwise().fill(gradients.dX().tensor(), 0);
  }

  /** Runs a forward and a backward pass; returns when the device is done. */
  public void pass() {
    pass(() -> {});
  }

  /** As {@link #pass()}, with an action between the forward and the backward pass. */
  public void pass(Runnable between) {
    try (RecurrencePass pass =
        plan.forward(inputs, parameters, outputs, RecurrencePlan.Keep.FOR_BACKWARD)) {
      between.run();
      pass.backward(upstream, gradients);
    }
    flag.ints();
  }

  /** Samples of the results by name; the gradients are right after exactly one pass. */
  public Map<String, float[]> answers() {
    Map<String, float[]> answers = new LinkedHashMap<>();
    answers.put("y", sample(outputs.y().tensor()));
    answers.put("hn", sample(outputs.hN()));
    answers.put("grad.x", sample(gradients.dX().tensor()));
    for (Parameter parameter : parameters.all()) {
      answers.put("grad." + parameter.name(), sample(parameter.gradient()));
    }
    return answers;
  }

  private static float[] sample(Tensor tensor) {
    return SharedValues.sample(tensor.floats());
  }

  private Map<CellParameter, Parameter> parameters(Cell cell) {
    Map<CellParameter, Parameter> byRole = new EnumMap<>(CellParameter.class);
    cell.parameterShapes()
        .forEach(
            (role, sizes) -> {
              Tensor value = scope.device().allocate(DType.FLOAT32, Shape.of(sizes));
              Parameter parameter = scope.own(new Parameter(role.label(), value));
              filled(value, 2 + role.ordinal(), 1 / Math.sqrt(cell.hiddenSize()));
              byRole.put(role, parameter);
            });
    return byRole;
  }

  private static Tensor filled(Tensor tensor, int number, double scale) {
    tensor.write(SharedValues.of(number, Math.toIntExact(tensor.shape().elements()), scale));
    return tensor;
  }

  @Override
  public void close() {
    scope.close();
  }
}
