package dev.sluice.interop.pytorch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.OnCpu;
import dev.sluice.cell.Biases;
import dev.sluice.cell.Cell;
import dev.sluice.cell.Lstm;
import dev.sluice.device.Tensor;
import dev.sluice.layer.DirectionMode;
import dev.sluice.layer.Features;
import dev.sluice.layer.ForwardContext;
import dev.sluice.layer.Recurrent;
import dev.sluice.layer.RecurrentSpec;
import dev.sluice.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks that PyTorch loads saved state dicts and gives the same outputs. Runs only if {@code
 * SLUICE_TORCH_PYTHON} names a Python with torch and safetensors.
 */
@EnabledIfEnvironmentVariable(named = "SLUICE_TORCH_PYTHON", matches = ".+")
class PyTorchLoadsTest extends OnCpu {
  private static final int TIMESTEPS = 4;
  private static final int BATCH = 3;

  @TempDir private Path folder;

  @Test
  void savedLayersComputeTheSameInPyTorch() throws Exception {
    for (StateDictCase each : StateDictCase.all()) {
      for (FloatType type : FloatType.values()) {
        save(each.name() + "-" + type, each.kind(), each.layer(scope), type);
      }
      if (each.spec().cells().get(0).biases() == Biases.NONE) {
        continue;
      }
      RecurrentSpec single = stack(each, Biases.SINGLE);
      save(
          each.name() + "-single",
          each.kind(),
          StateDictCase.layer(single, scope),
          FloatType.FLOAT32);
    }
    Process python =
        new ProcessBuilder(
                System.getenv("SLUICE_TORCH_PYTHON"), "ci/pytorch_load.py", folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    assertEquals(0, python.waitFor(), this::log);
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RecurrentSpec stack(StateDictCase each, Biases biases) {
    Cell cell = each.spec().cells().get(0);
    int projection = cell instanceof Lstm lstm ? lstm.projectionSize() : 0;
    return RecurrentSpec.of(
            each.kind().cell(cell.inputSize(), cell.hiddenSize(), projection, biases))
        .withDirections(each.spec().directions())
        .withLayers(each.spec().layers());
  }

  /** Writes the layer and the outputs that it computes with the written numbers. */
  private void save(String name, PyTorchKind kind, Recurrent layer, FloatType type) {
    Path state = folder.resolve(name + ".safetensors");
    new PyTorchStateDictWriter().withLayer("recurrent.", layer).write(state, type);
    PyTorchStateDict.read(state).loadInto(layer, "recurrent.");
    RecurrentSpec spec = layer.spec();
    float[] x = new float[TIMESTEPS * BATCH * spec.inputSize()];
    Random random = new Random(5);
    for (int i = 0; i < x.length; i++) {
      x[i] = 2 * random.nextFloat() - 1;
    }
    Tensor y =
        layer
            .forward(
                Features.data(floats(x, TIMESTEPS, BATCH, spec.inputSize()), null),
                ForwardContext.inference(scope))
            .output()
            .values();
    new SafetensorsWriter()
        .withMetadata(options(kind, spec, type))
        .withFloats("x", x, TIMESTEPS, BATCH, spec.inputSize())
        .withFloats("y", y.floats(), TIMESTEPS, BATCH, spec.outputSize())
        .write(folder.resolve(name + ".expected.safetensors"));
  }

  private static Map<String, String> options(PyTorchKind kind, RecurrentSpec spec, FloatType type) {
    Cell cell = spec.cells().get(0);
    Map<String, String> options = new LinkedHashMap<>();
    options.put("module", kind.module().substring("nn.".length()));
    options.put("nonlinearity", kind == PyTorchKind.RNN_RELU ? "relu" : "tanh");
    options.put("dtype", type.name().toLowerCase(Locale.ROOT));
    options.put("input_size", "" + spec.inputSize());
    options.put("hidden_size", "" + cell.hiddenSize());
    options.put("num_layers", "" + spec.layers());
    options.put("proj_size", "" + (cell instanceof Lstm lstm ? lstm.projectionSize() : 0));
    options.put("bias", "" + (cell.biases() != Biases.NONE));
    options.put("bidirectional", "" + (spec.directions() == DirectionMode.BIDIRECTIONAL));
    return options;
  }
}
