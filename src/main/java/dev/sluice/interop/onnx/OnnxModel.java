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
 * A model read from an ONNX file, for inference. Its recurrent nodes run as recurrence plans of a
 * device, so in the engine's own cells; the few other operators that stand around them run on the
 * host.
 *
 * <p>What it takes: files of the operator sets {@value OnnxReader#OLDEST_OPSET} to {@value
 * OnnxReader#NEWEST_OPSET} of the element types in {@link ElementType}, with all weights inside or
 * in files beside the model (external data). A row of length 0 ends, as in ONNX Runtime, in states
 * of zero.
 *
 * <p>A model is prepared once and run many times, by any number of threads. It holds memory on the
 * devices that it ran on: close it before them.
 */
public final class OnnxModel implements AutoCloseable {
  private final String name;
  private final List<OnnxInput> inputs;
  private final List<String> outputs;
  private final Map<String, String> metadata;
  private final Set<Path> externalFiles;
  private final ModelPlan plan;

  /** Of {@link OnnxReader}. */
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

  /** Reads a file, with the limits that hold where none are given; see the other method. */
  public static OnnxModel read(Path path) {
    return read(path, OnnxLimits.defaults());
  }

  /**
   * Reads a file and checks that it can be run: its operators are known and its weights whole.
   *
   * @param limits what a run may cost
   * @throws OnnxException if the file is not a whole ONNX model, or one of its nodes, types or
   *     options is not supported, or its weights are over a limit; the message names it
   * @throws UncheckedIOException if the file cannot be read
   */
  public static OnnxModel read(Path path, OnnxLimits limits) {
    Require.present("path", path);
    Require.present("limits", limits);
    requireLibraries();
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

  private static void requireLibraries() {
    OptionalLibrary.PROTOBUF.require();
    OptionalLibrary.ONNX_MESSAGES.require();
  }

  /** Reads a model that is no file, with the limits that hold where none are given. */
  public static OnnxModel read(byte[] model) {
    return read(model, OnnxLimits.defaults());
  }

  /**
   * Reads a model that is no file, such as a resource. All its weights must be inside.
   *
   * @param limits what a run may cost
   * @throws OnnxException as {@link #read(Path)}
   */
  public static OnnxModel read(byte[] model, OnnxLimits limits) {
    Require.present("model", model);
    Require.present("limits", limits);
    requireLibraries();
    try {
      return OnnxReader.read("model of " + model.length + " bytes", model, null, limits);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What must be given, by name, in the model's order; weights are not among them. */
  public List<OnnxInput> inputs() {
    return inputs;
  }

  /** The names of the outputs, in the model's order. */
  public List<String> outputs() {
    return outputs;
  }

  /** The files beside the model that hold values of its tensors; none where all are inside. */
  public Set<Path> externalFiles() {
    return externalFiles;
  }

  /** The file's own entries, such as a vocabulary; unmodifiable. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /**
   * Computes the outputs. The first run on a device prepares what all later ones there share:
   * weights on the device, in its own order and packed, and plans of the recurrences. Memory of a
   * run is used again by the next one. Several threads may run the model at the same time.
   *
   * @param given a tensor for each of {@link #inputs}; not written to
   * @return by name, in the model's order; unmodifiable, its tensors are the caller's own
   * @throws OnnxException naming the input that is missing or does not fit, or the node that cannot
   *     be computed
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
   * Frees what the model holds on devices, of which each must still be open. A run that is under
   * way ends first.
   */
  @Override
  public void close() {
    plan.close();
  }
}
