package dev.sluice.interop.onnx;

import static dev.sluice.interop.onnx.OperatorCase.floats;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;
import dev.sluice.interop.onnx.tensor.TensorCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests external data: weights in files next to the model. */
class ExternalDataTest {
  /** Size of eight values of FLOAT. */
  private static final int BYTES = 32;

  @TempDir private Path parent;
  private Path folder;
  private final HostTensor weight = floats(2, 4);
  private final HostTensor x = floats(3, 2);

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(parent.resolve("model"));
  }

  /** A model with an external weight. The entries are key, value, key, value. */
  private ModelProto model(String... entries) {
    TestGraph graph = new TestGraph(17);
    graph.input("x", x);
    graph.weight("w", weight);
    graph.node("MatMul", List.of("x", "w"), List.of("y")).output("y", ElementType.FLOAT);
    TensorProto.Builder moved = graph.graph.getInitializerBuilder(0);
    moved.clearRawData().setDataLocation(DataLocation.EXTERNAL);
    for (int k = 0; k < entries.length; k += 2) {
      moved.addExternalData(
          StringStringEntryProto.newBuilder().setKey(entries[k]).setValue(entries[k + 1]));
    }
    return graph.model();
  }

  /** Writes the bytes of the weight with other bytes around them. */
  private void writeWeight(Path file, int before, int behind) throws IOException {
    byte[] bytes = new byte[before + BYTES + behind];
    TensorCodec.encode("w", weight).getRawData().copyTo(bytes, before);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  private void assertReads(ModelProto model) {
    Path file = Runtimes.write(folder, model);
    HostTensor y = Runtimes.ours(file, Map.of("x", x)).get("y");
    TestGraph whole = new TestGraph(17);
    whole.input("x", x);
    whole.weight("w", weight);
    whole.node("MatMul", List.of("x", "w"), List.of("y")).output("y", ElementType.FLOAT);
    Path inside = Runtimes.write(parent, whole.model());
    assertArrayEquals(Runtimes.ours(inside, Map.of("x", x)).get("y").floats(), y.floats());
  }

  private String refusal(ModelProto model) {
    Path file = Runtimes.write(folder, model);
    String message = assertThrows(OnnxException.class, () -> OnnxModel.read(file)).getMessage();
    assertTrue(message.startsWith(file + ": tensor \"w\": external data: "), message);
    return message;
  }

  @Test
  void offsetsAndLengthsAreUsed() throws IOException {
    writeWeight(folder.resolve("model.onnx.data"), 64, 8);
    assertReads(model("location", "model.onnx.data", "offset", "64", "length", "32"));
    writeWeight(folder.resolve("weights/part.bin"), 0, 0);
    assertReads(model("location", "weights/part.bin"));
    assertReads(model("location", "./weights/part.bin", "checksum", "ignored"));
  }

  @Test
  void constantsAndBranchesAreReadToo() throws IOException {
    writeWeight(folder.resolve("w.bin"), 0, 0);
    ModelProto.Builder model = model("location", "w.bin").toBuilder();
    GraphProto.Builder graph = model.getGraphBuilder();
    TensorProto moved = graph.getInitializer(0);
    graph.clearInitializer();
    graph.addNode(
        0,
        NodeProto.newBuilder()
            .setOpType("Constant")
            .addOutput("w")
            .addAttribute(
                AttributeProto.newBuilder()
                    .setName("value")
                    .setType(AttributeProto.AttributeType.TENSOR)
                    .setT(moved)));
    assertReads(model.build());
  }

  @ParameterizedTest
  @CsvSource({
    "../secret.bin, inside the folder of the model",
    "sub/../../secret.bin, inside the folder of the model",
    "/etc/passwd, inside the folder of the model",
    "missing.bin, 'expected the file \"missing.bin\" next to the model'",
    "sub, a regular file",
    "., a regular file",
    "leads-out.bin, inside the folder of the model",
    "leads-out/secret.bin, inside the folder of the model",
    "'', a location",
  })
  void otherFilesAreRefused(String location, String expected) throws IOException {
    writeWeight(parent.resolve("secret.bin"), 0, 0);
    Files.createDirectory(folder.resolve("sub"));
    Files.createSymbolicLink(folder.resolve("leads-out.bin"), parent.resolve("secret.bin"));
    Files.createSymbolicLink(folder.resolve("leads-out"), parent);
    String message = refusal(model("location", location));
    assertTrue(message.contains(expected), message);
  }

  @Test
  void aTooLongNameIsShortened() throws IOException {
    String message = refusal(model("location", "n".repeat(5000)));
    assertTrue(message.contains("nnn... (5000 characters)\" cannot be opened: "), message);
    assertTrue(message.length() < 1000, message);
  }

  @Test
  void aLinkWithinTheFolderIsFollowed() throws IOException {
    writeWeight(folder.resolve("real.bin"), 0, 0);
    Files.createSymbolicLink(folder.resolve("link.bin"), Path.of("real.bin"));
    assertReads(model("location", "link.bin"));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 31, 'expected 32 bytes, got a length of 31'",
    "1, 32, 'expected 32 bytes at 1 of \"w.bin\", got a file of 32'",
    "99, 32, got a file of 32",
    "999999999999999999, 32, got a file of 32",
    "-1, 32, 'expected a number of bytes as offset, got \"-1\"'",
    "9999999999999999999, 32, a number of bytes as offset",
    "0, many, a number of bytes as length",
  })
  void offsetsOutsideTheFileAreRefused(String offset, String length, String expected)
      throws IOException {
    writeWeight(folder.resolve("w.bin"), 0, 0);
    String message = refusal(model("location", "w.bin", "offset", offset, "length", length));
    assertTrue(message.contains(expected), message);
  }

  /** The shape is refused before a gigabyte is allocated. */
  @Test
  void aShapeBeyondTheFileIsRefused() throws IOException {
    writeWeight(folder.resolve("w.bin"), 0, 0);
    ModelProto.Builder model = model("location", "w.bin").toBuilder();
    model.getGraphBuilder().getInitializerBuilder(0).setDims(0, 1 << 26);
    String message = refusal(model.build());
    assertTrue(message.contains("expected 1073741824 bytes at 0"), message);
  }

  @Test
  void aModelOfBytesHasNoFolder() {
    byte[] bytes = model("location", "w.bin").toByteArray();
    String message = assertThrows(OnnxException.class, () -> OnnxModel.read(bytes)).getMessage();
    assertTrue(message.contains("a model given as bytes has no folder"), message);
  }
}
