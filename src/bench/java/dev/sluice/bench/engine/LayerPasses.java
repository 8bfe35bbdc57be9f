package dev.sluice.bench.engine;

import dev.sluice.device.Device;
import dev.sluice.device.Parameter;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
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
public final class LayerPasses implements Engine.Prepared {
  /** Numbers of tensors; those of the parameters follow. */
  private static final int X = 0;

  private static final int DY = 1;
  private static final int PARAMETERS = 2;

  private final DeviceHarness harness;
  private final BenchTask task;
  private final Device device;
  private final Scope scope;
  private final Recurrent layers;
  private final List<Inputs> sets = new ArrayList<>();

  /** A set of inputs: what one pass reads. */
  private record Inputs(Tensor x, Tensor lengths, Tensor dY) {}

  /**
   * Creates the layers and their inputs on a device.
   *
   * @param count how many sets of inputs there are
   */
  public LayerPasses(DeviceHarness harness, Device device, BenchTask task, int count) {
    this.harness = harness;
    this.task = task;
    this.device = device;
    scope = device.scope();
    try {
      layers = layers();
      for (int k = 0; k < count; k++) {
        sets.add(inputs());
      }
    } catch (RuntimeException e) {
      scope.close();
      throw e;
    }
  }

  private Recurrent layers() {
    Initializer any = Initializer.constant(0);
    Recurrent made =
        SluiceEngine.layers(task)
            .withInitialization(new RecurrentInitialization(any, any, any, null))
            .create(new LayerContext(scope, "", 0, new Random(0)));
    List<Parameter> parameters = made.parameters();
    for (int k = 0; k < parameters.size(); k++) {
      Tensor value = parameters.get(k).value();
      harness.fill(value, PARAMETERS + k, 1 / Math.sqrt(task.hiddenSize()));
    }
    return made;
  }

  private Inputs inputs() {
    Tensor x = scope.floats(task.timesteps(), task.batch(), task.inputSize());
    harness.fill(x, X, 1);
    int width = task.directions() * task.hiddenSize();
    Tensor dY = scope.floats(task.timesteps(), task.batch(), width);
    harness.fill(dY, DY, 1);
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
    if (task.passes().contains(TimedPass.FORWARD)) {
      answers.put("y.inference", harness.sample(outputs(sets.get(0), pass)));
    }
    if (task.passes().contains(TimedPass.GRADIENTS)) {
      addGradients(answers, pass);
    }
    return answers;
  }

  private void addGradients(Map<String, float[]> answers, Scope pass) {
    RecurrentPass forward = forward(sets.get(0), pass);
    answers.put("y", harness.sample(forward.output().values()));
    answers.put("grad.x", harness.sample(forward.backward(sets.get(0).dY())));
    for (Parameter parameter : layers.parameters()) {
      answers.put("grad." + parameter.name(), harness.sample(parameter.gradient()));
    }
  }

  @Override
  public List<Double> time(TimedPass pass, int least, double seconds) {
    return SluiceEngine.withRoom(
        () ->
            harness.time(
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
