package dev.sluice.app.parity;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.sluice.app.launch.UserError;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.Devices;
import dev.sluice.interop.onnx.OnnxInput;
import dev.sluice.interop.onnx.OnnxModel;
import dev.sluice.interop.onnx.tensor.OnnxException;
import dev.sluice.torture.ByteMutator;
import dev.sluice.torture.ProtobufMutator;
import dev.sluice.torture.ReaderTarget;
import dev.sluice.torture.Resources;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Fuzzing target that reads and runs ONNX models. */
public final class OnnxReaderTargets {
  /** The largest input of a model that is run. Models with larger inputs are only read. */
  private static final long MOST_ELEMENTS = 1 << 20;

  private static final String[] WORDS = {
    "LSTM",
    "GRU",
    "RNN",
    "MatMul",
    "Gather",
    "Reshape",
    "Concat",
    "Transpose",
    "Where",
    "If",
    "Unsqueeze",
    "Slice",
    "Split",
    "ReduceMax",
    "Softmax",
    "Add",
    "Cast",
    "forward",
    "reverse",
    "bidirectional",
    "hidden_size",
    "axis",
    "perm",
    "Tanh",
    "HardSigmoid",
    "",
    "x",
    "ai.onnx.ml"
  };

  private OnnxReaderTargets() {}

  /** Recurrent models that PyTorch exported. */
  public static List<ReaderTarget> all() {
    return List.of(
        new ReaderTarget(
            "onnx",
            "model.onnx",
            Resources.of(OnnxModel.class, "tagger.onnx", "carried.onnx", "packed.onnx"),
            new ByteMutator(WORDS)
                .or(new ProtobufMutator(ModelProto.getDefaultInstance(), WORDS))
                .or(new ProtobufMutator(ModelProto.getDefaultInstance(), WORDS)),
            Set.of(OnnxException.class, UserError.class),
            OnnxReaderTargets::read));
  }

  private static void read(Path file) {
    try (Device device = Devices.open("cpu", DeviceOptions.defaults().withThreads(1));
        OnnxModel model = OnnxModel.read(file)) {
      List<OnnxInput> inputs = model.inputs();
      if (inputs.stream().noneMatch(OnnxReaderTargets::isLarge)) {
        model.run(device, new RandomInputs(2, 3, Map.of(), Map.of(), 1).draw(inputs));
      }
    }
  }

  private static boolean isLarge(OnnxInput input) {
    double elements = 1;
    for (int size : input.sizes()) {
      elements *= Math.max(1, size);
    }
    return elements > MOST_ELEMENTS;
  }
}
