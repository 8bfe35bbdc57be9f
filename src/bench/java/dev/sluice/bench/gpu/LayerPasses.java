package dev.sluice.bench.gpu;

import dev.sluice.device.Device;
import dev.sluice.device.Parameter;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import dev.sluice.device.cuda.DeviceStopwatch;
import dev.sluice.device.cuda.DeviceValues;
import dev.sluice.layer.Features;
import dev.sluice.layer.ForwardContext;
import dev.sluice.layer.Initializer;
import dev.sluice.layer.LayerContext;
import dev.sluice.layer.Recurrent;
import dev.sluice.layer.RecurrentInitialization;
import dev.sluice.layer.RecurrentPass;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Passes of recurrent layers without other layers. Each pass reads another set of inputs and
 * upstream gradients.
 */
final class LayerPasses implements Engine.Prepared {
  /** Numbers of tensors; those of the parameters follow. */
  private static final int X = 0;

  private static final int DY = 1;
  private static final int PARAMETERS = 2;

  private final Device device;
  private final Scope scope;
  private final Recurrent layers;
  private final List<Inputs> sets = new ArrayList<>();

  /** A set of inputs: what one pass reads. */
  private record Inputs(Tensor x, Tensor lengths, Tensor dY) {}

  LayerPasses(Device device, BenchTask task, int count) {
    this.device = device;
    scope = device.scope();
    try {
      layers = layers(task);
      for (int k = 0; k < count; k++) {
        sets.add(inputs(task));
      }
    } catch (RuntimeException e) {
      scope.close();
      throw e;
    }
  }

  private Recurrent layers(BenchTask task) {
    Initializer any = Initializer.constant(0);
    Recurrent made =
        SluiceEngine.layers(task)
            .withInitialization(new RecurrentInitialization(any, any, any, null))
            .create(new LayerContext(scope, "", 0, new Random(0)));
    List<Parameter> parameters = made.parameters();
    for (int k = 0; k < parameters.size(); k++) {
      Tensor value = parameters.get(k).value();
      DeviceValues.fill(value, PARAMETERS + k, 1 / Math.sqrt(task.hiddenSize()));
    }
    return made;
  }

  private Inputs inputs(BenchTask task) {
    Tensor x = scope.floats(task.timesteps(), task.batch(), task.inputSize());
    DeviceValues.fill(x, X, 1);
    int width = task.directions() * task.hiddenSize();
    Tensor dY = scope.floats(task.timesteps(), task.batch(), width);
    DeviceValues.fill(dY, DY, 1);
    Tensor lengths = null;
    if (task.lengths() != null) {
      lengths = scope.ints(task.batch());
      lengths.write(task.lengths());
    }
    return new Inputs(x, lengths, dY);
  }

  @Override
  public Map<String, float[]> answers() {
    return SluiceEngine.withRoom(
        () -> {
          try (Scope pass = device.scope()) {
            return answers(pass);
          }
        });
  }

  private Map<String, float[]> answers(Scope pass) {
    Map<String, float[]> answers = new LinkedHashMap<>();
    answers.put("y.inference", DeviceValues.sample(outputs(sets.get(0), pass)));
    RecurrentPass forward = forward(sets.get(0), pass);
    answers.put("y", DeviceValues.sample(forward.output().values()));
    answers.put("grad.x", DeviceValues.sample(forward.backward(sets.get(0).dY())));
    for (Parameter parameter : layers.parameters()) {
      answers.put("grad." + parameter.name(), DeviceValues.sample(parameter.gradient()));
    }
    return answers;
  }

  @Override
  public List<Double> time(TimedPass pass, int least, double seconds) {
    return SluiceEngine.withRoom(
        () ->
            DeviceStopwatch.seconds(
                device,
                least,
                seconds,
                k -> {
                  Inputs inputs = sets.get(k % sets.size());
                  try (Scope scope = device.scope()) {
                    if (pass == TimedPass.FORWARD) {
                      outputs(inputs, scope);
                    } else {
                      forward(inputs, scope).backward(inputs.dY());
                    }
                  }
                }));
  }

  /** Runs a forward pass without keeping anything for a backward pass. */
  private Tensor outputs(Inputs inputs, Scope pass) {
    return layers
        .forward(Features.data(inputs.x(), inputs.lengths()), ForwardContext.inference(pass))
        .output()
        .values();
  }

  /**
   * Runs a forward pass. Also sets the gradients of the weights to zero, as every training step
   * must.
   */
  private RecurrentPass forward(Inputs inputs, Scope pass) {
    layers.parameters().forEach(Parameter::zeroGradient);
    return layers.forward(
        Features.computed(inputs.x(), inputs.lengths()), ForwardContext.training(pass, 0, 0));
  }

  @Override
  public void close() {
    scope.close();
  }
}
