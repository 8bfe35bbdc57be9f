package dev.sluice.interop.onnx;

import dev.sluice.argument.Require;
import dev.sluice.dependency.OptionalLibrary;
import dev.sluice.device.Device;
import dev.sluice.interop.onnx.run.ModelPlan;
import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;
import dev.sluice.interop.onnx.tensor.OnnxLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A model from an ONNX file, for inference. Recurrent nodes run on a device, with the cells and
 * recurrence plans of the engine. All other operators run on the host.
 *
 * <p>Supports opsets {@value OnnxReader#OLDEST_OPSET} to {@value OnnxReader#NEWEST_OPSET} and the
 * element types of {@link ElementType}. Weights are inside the file or in external data next to it.
 * The final states of a row of length 0 are zeros, as in ONNX Runtime.
 *
 * <p>A model is prepared once and can run many times, in any number of threads. It holds memory on
 * the devices on which it ran, so close the model before these devices.
 */
public final class OnnxModel implements AutoCloseable {
  private final String name;
  private final List<OnnxInput> inputs;
  private final List<String> outputs;
  private final Map<String, String> metadata;
  private final Set<Path> externalFiles;
  private final ModelPlan plan;

  /** Called by {@link OnnxReader}. */
  OnnxModel(
      String name,
      List<OnnxInput> inputs,
      List<String> outputs,
      Map<String, String> metadata,
      Set<Path> externalFiles,
      ModelPlan plan) {
    this.name = name;
    this.inputs = inputs;
    this.outputs = outputs;
    this.metadata = metadata;
    this.externalFiles = externalFiles;
    this.plan = plan;
  }

  /** Reads a file with default limits, see {@link #read(Path, OnnxLimits)}. */
  public static OnnxModel read(Path path) {
    return read(path, OnnxLimits.defaults());
  }

  /**
   * Reads a file and checks that it can run: its operators are known and its weights are complete.
   *
   * @param limits limits of the memory and work of a run
   * @throws OnnxException if the file is not a complete ONNX model, a node, type or option is not
   *     supported, or the weights exceed a limit; the message names it
   * @throws UncheckedIOException if the file cannot be read
   */
  public static OnnxModel read(Path path, OnnxLimits limits) {
    Require.present("path", path);
    Require.present("limits", limits);
    OptionalLibrary.requireOnnx();
    try {
      if (Files.size(path) > Integer.MAX_VALUE - 8) {
        throw new OnnxException(
            path + ": expected at most 2 GiB, got " + Files.size(path) + " bytes");
      }
      return OnnxReader.read(
          path.toString(), Files.readAllBytes(path), path.toAbsolutePath().getParent(), limits);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a model from bytes with default limits, see {@link #read(byte[], OnnxLimits)}. */
  public static OnnxModel read(byte[] model) {
    return read(model, OnnxLimits.defaults());
  }

  /**
   * Reads a model from bytes, such as a resource. All weights must be inside.
   *
   * @param limits limits of the memory and work of a run
   * @throws OnnxException as {@link #read(Path)}
   */
  public static OnnxModel read(byte[] model, OnnxLimits limits) {
    Require.present("model", model);
    Require.present("limits", limits);
    OptionalLibrary.requireOnnx();
    try {
      return OnnxReader.read("model of " + model.length + " bytes", model, null, limits);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The inputs of the model, in its order, without the weights. */
  public List<OnnxInput> inputs() {
    return inputs;
  }

  /** The names of the outputs, in the order of the model. */
  public List<String> outputs() {
    return outputs;
  }

  /** The files that hold external data of the model; empty if all values are inside. */
  public Set<Path> externalFiles() {
    return externalFiles;
  }

  /** The metadata entries of the file, such as a vocabulary; unmodifiable. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /**
   * Computes the outputs. The first run on a device prepares what later runs on it share: packed
   * weights on the device and recurrence plans. Runs reuse the memory of earlier runs. Several
   * threads may run the model at the same time.
   *
   * @param given a tensor for each of {@link #inputs}; it is not changed
   * @return the outputs by name, in the order of the model; the map is unmodifiable, and the caller
   *     owns the tensors
   * @throws OnnxException if an input is missing or does not fit, or a node cannot be computed; the
   *     message names the input or node
   * @throws IllegalStateException if the model or the device is closed
   */
  public Map<String, HostTensor> run(Device device, Map<String, HostTensor> given) {
    Require.present("device", device);
    Require.present("given", given);
    try {
      HostTensor[] values = new HostTensor[inputs.size()];
      for (int k = 0; k < values.length; k++) {
        OnnxInput input = inputs.get(k);
        values[k] = input.require(given.get(input.name()));
      }
      return new NamedTensors(outputs, plan.run(device, values));
    } catch (OnnxException e) {
      throw new OnnxException(name + ": " + e.getMessage(), e);
    }
  }

  /**
   * Frees the memory of the model on all devices, which must still be open. A run in progress
   * finishes first.
   */
  @Override
  public void close() {
    plan.close();
  }
}
