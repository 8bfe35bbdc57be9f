package dev.sluice.interop.onnx;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import dev.sluice.device.Device;
import dev.sluice.device.Devices;
import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;
import dev.sluice.interop.onnx.tensor.TensorCodec;
import dev.sluice.safetensors.SafetensorsFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxModelTest {
  @TempDir private Path folder;

  /** Tests models that ci/onnx-cases.py exported from PyTorch. */
  @ParameterizedTest
  @ValueSource(strings = {"tagger", "packed", "carried", "beside"})
  void modelsOfPyTorchGiveItsOutputs(String name) {
    Path file = resource(name + ".onnx");
    if (name.equals("beside")) {
      resource("beside.onnx.data");
    }
    SafetensorsFile stored = SafetensorsFile.read(resource(name + ".safetensors"));
    Map<String, HostTensor> inputs = new LinkedHashMap<>();
    for (OnnxInput input : OnnxModel.read(file).inputs()) {
      inputs.put(input.name(), stored(stored, input.name(), input.type()));
    }
    Map<String, HostTensor> outputs = Runtimes.ours(file, inputs);
    outputs.forEach(
        (output, value) ->
            Runtimes.assertClose(output, stored(stored, output, ElementType.FLOAT), value));
    if (OnnxRuntime.unavailable() == null) {
      Runtimes.assertAgree(file, inputs);
    }
  }

  private static HostTensor stored(SafetensorsFile file, String name, ElementType type) {
    int[] shape = file.info(name).shape().stream().mapToInt(Math::toIntExact).toArray();
    return type == ElementType.FLOAT
        ? HostTensor.floats(file.floats(name), shape)
        : HostTensor.integers(type, file.longs(name), shape);
  }

  @Test
  void inputsKnowTheirRole() {
    List<OnnxInput> tagger = OnnxModel.read(resource("tagger.onnx")).inputs();
    assertEquals(
        List.of(
            new OnnxInput(
                "tokens", ElementType.INT64, List.of(0, 0), List.of("T", "N"), false, 11)),
        tagger);
    OnnxInput lengths = OnnxModel.read(resource("packed.onnx")).inputs().get(1);
    assertEquals(
        new OnnxInput("lengths", ElementType.INT64, List.of(0), List.of("batch"), true, 0),
        lengths);
  }

  @Test
  void weightsAreReadInEveryForm() {
    for (ElementType type : ElementType.values()) {
      TensorProto.Builder typed =
          TensorProto.newBuilder().setName("w").addDims(2).setDataType(type.code());
      switch (type) {
        case FLOAT -> typed.addFloatData(1).addFloatData(0);
        case DOUBLE -> typed.addDoubleData(1).addDoubleData(0);
        case FLOAT16 -> typed.addInt32Data(0x3c00).addInt32Data(0);
        case BFLOAT16 -> typed.addInt32Data(0x3f80).addInt32Data(0);
        case INT64 -> typed.addInt64Data(1).addInt64Data(0);
        case UINT32 -> typed.addUint64Data(1).addUint64Data(0);
        default -> typed.addInt32Data(1).addInt32Data(0);
      }
      HostTensor values = TensorCodec.decode(typed.build());
      TensorProto raw = TensorCodec.encode("w", values);
      assertEquals(2 * type.bytes(), raw.getRawData().size());
      for (HostTensor each : List.of(values, TensorCodec.decode(raw))) {
        assertEquals(type, each.type());
        assertEquals(1, each.value(0));
        assertEquals(0, each.value(1));
      }
    }
  }

  static Stream<Object[]> refused() {
    return Stream.of(
        refusal("got no graph", model -> model.clearGraph()),
        refusal("with an opset, got none", model -> model.clearOpsetImport()),
        refusal(
            "expected opset 7 to 28, got 6", model -> model.getOpsetImportBuilder(0).setVersion(6)),
        refusal(
            "expected opset 7 to 28, got 99",
            model -> model.getOpsetImportBuilder(0).setVersion(99)),
        refusal(
            "node \"odd\" (Attention): operator Attention is not supported; export with"
                + " opset_version=20",
            model -> node(model).setName("odd").setOpType("Attention")),
        refusal(
            "operator LSTM of domain com.example is not supported; if it is a function",
            model -> node(model).setOpType("LSTM").setDomain("com.example")),
        refusal(
            "operator SplitToSequence is not supported; export with fixed lengths, or in PyTorch"
                + " with dynamo=False",
            model -> node(model).setOpType("SplitToSequence")),
        refusal(
            "operator DynamicQuantizeLSTM of domain com.microsoft is not supported; it was",
            model -> node(model).setOpType("DynamicQuantizeLSTM").setDomain("com.microsoft")),
        refusal(
            "operator DequantizeLinear is not supported; the model is quantized",
            model -> node(model).setOpType("DequantizeLinear")),
        refusal("in PyTorch try opset_version=20", model -> node(model).setOpType("Resize")),
        refusal(
            "external data: expected a location",
            model -> weight(model).setDataLocation(DataLocation.EXTERNAL)),
        refusal("got STRING", model -> weight(model).setDataType(DataType.STRING.getNumber())),
        refusal("got number 99", model -> weight(model).setDataType(99)),
        refusal(
            "bytes, got 4", model -> weight(model).setRawData(ByteString.copyFrom(new byte[4]))),
        refusal("values, got 0", model -> weight(model).clearRawData()),
        refusal("expected sizes from 0", model -> weight(model).setDims(0, -5)),
        refusal("expected sizes from 0", model -> weight(model).setDims(0, Long.MAX_VALUE)),
        refusal("expected at most", model -> weight(model).setDims(0, 1 << 28)),
        refusal("sparse", model -> model.getGraphBuilder().addSparseInitializerBuilder()));
  }

  private static Object[] refusal(String message, Consumer<ModelProto.Builder> damage) {
    return new Object[] {message, damage};
  }

  private static NodeProto.Builder node(ModelProto.Builder model) {
    return model.getGraphBuilder().getNodeBuilder(3);
  }

  private static TensorProto.Builder weight(ModelProto.Builder model) {
    return model.getGraphBuilder().getInitializerBuilder(0);
  }

  @ParameterizedTest
  @MethodSource("refused")
  void unsupportedFeaturesAreNamed(String message, Consumer<ModelProto.Builder> damage)
      throws IOException {
    ModelProto.Builder model = ModelProto.parseFrom(bytes("tagger.onnx")).toBuilder();
    damage.accept(model);
    Path file = Runtimes.write(folder, model.build());
    OnnxException refusal = assertThrows(OnnxException.class, () -> OnnxModel.read(file));
    assertTrue(refusal.getMessage().startsWith(file + ": "), refusal.getMessage());
    assertTrue(refusal.getMessage().contains(message), refusal.getMessage());
  }

  @Test
  void inputsThatDoNotFitAreNamed() {
    Path file = resource("tagger.onnx");
    String message =
        assertThrows(OnnxException.class, () -> Runtimes.ours(file, Map.of())).getMessage();
    assertTrue(message.endsWith("input \"tokens\": expected INT64 [any, any], got null"), message);
    HostTensor floats = HostTensor.zeros(ElementType.FLOAT, 2, 2);
    message =
        assertThrows(OnnxException.class, () -> Runtimes.ours(file, Map.of("tokens", floats)))
            .getMessage();
    assertTrue(message.endsWith("got FLOAT [2, 2]"), message);
  }

  @Test
  void truncatedFilesAreNotReadAsComplete() throws IOException {
    byte[] whole = bytes("carried.onnx");
    for (int length = 0; length < whole.length; length += 3) {
      Path file = Files.write(folder.resolve("cut.onnx"), Arrays.copyOf(whole, length));
      if (!endsAtAField(whole, length)) {
        assertThrows(OnnxException.class, () -> OnnxModel.read(file), "of length " + length);
      }
    }
  }

  /** A protobuf message may end after any field; then only opsets or metadata are lost. */
  private static boolean endsAtAField(byte[] whole, int length) {
    try {
      return !ModelProto.parseFrom(Arrays.copyOf(whole, length)).getOpsetImportList().isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  /** Any damaged file runs or is refused with an OnnxException, in a short time. */
  @ParameterizedTest
  @ValueSource(strings = {"tagger.onnx", "packed.onnx", "carried.onnx"})
  void damagedFilesRunOrAreRefused(String name) throws IOException {
    damage(name, 50);
  }

  @Tag("verify")
  @ParameterizedTest
  @ValueSource(strings = {"tagger.onnx", "packed.onnx", "carried.onnx"})
  void manyDamagedFilesRunOrAreRefused(String name) throws IOException {
    damage(name, 400);
  }

  private void damage(String name, int times) throws IOException {
    byte[] whole = bytes(name);
    Random random = new Random(1);
    try (Device device = Devices.cpu()) {
      for (int k = 0; k < times; k++) {
        byte[] damaged = whole.clone();
        for (int change = random.nextInt(3); change >= 0; change--) {
          damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
        }
        Path file = Files.write(folder.resolve("damaged.onnx"), damaged);
        assertDoesNotThrow(() -> runIfPossible(device, file));
      }
      assertEquals(0, device.openTensors());
    }
  }

  private static void runIfPossible(Device device, Path file) {
    try (OnnxModel model = OnnxModel.read(file)) {
      Map<String, HostTensor> inputs = new LinkedHashMap<>();
      for (OnnxInput input : model.inputs()) {
        int[] shape = input.sizes().stream().mapToInt(size -> size == 0 ? 2 : size).toArray();
        inputs.put(input.name(), HostTensor.zeros(input.type(), shape));
      }
      model.run(device, inputs);
    } catch (OnnxException refused) {
      assertTrue(refused.getMessage().startsWith(file + ": "), refused.getMessage());
    }
  }

  private static byte[] bytes(String name) {
    try (InputStream in = OnnxModelTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path resource(String name) {
    try {
      return Files.write(folder.resolve(name), bytes(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
