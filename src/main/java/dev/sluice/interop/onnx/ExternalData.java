package dev.sluice.interop.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.sluice.interop.onnx.tensor.Abbreviation;
import dev.sluice.interop.onnx.tensor.OnnxException;
import dev.sluice.interop.onnx.tensor.TensorCodec;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the external data of a model and stores it inside the model. Files are read only from the
 * folder of the model or below it: no absolute paths, no {@code ..}, no links that leave the
 * folder.
 */
final class ExternalData {
  private final @Nullable Path folder;
  private final Set<Path> files;

  private ExternalData(@Nullable Path folder, Set<Path> files) {
    this.folder = folder;
    this.files = files;
  }

  /**
   * Returns the model with the values of all tensors inside.
   *
   * @param folder folder of the model file; null for a model that is not a file and must not have
   *     external data
   * @param files receives the files that were read
   * @throws OnnxException if the values of a tensor are missing or must not be read; the message
   *     names the tensor
   * @throws IOException if a file cannot be read
   */
  static ModelProto inlined(ModelProto model, @Nullable Path folder, Set<Path> files)
      throws IOException {
    ModelProto.Builder whole = model.toBuilder();
    new ExternalData(folder, files).inline(whole.getGraphBuilder());
    return whole.build();
  }

  private void inline(GraphProto.Builder graph) throws IOException {
    for (int k = 0; k < graph.getInitializerCount(); k++) {
      if (TensorCodec.isExternal(graph.getInitializer(k))) {
        inline(graph.getInitializerBuilder(k));
      }
    }
    for (int k = 0; k < graph.getNodeCount(); k++) {
      if (graph.getNode(k).getAttributeCount() > 0) {
        inline(graph.getNodeBuilder(k));
      }
    }
  }

  private void inline(NodeProto.Builder node) throws IOException {
    for (AttributeProto.Builder attribute : node.getAttributeBuilderList()) {
      if (attribute.hasG()) {
        inline(attribute.getGBuilder());
      }
      if (attribute.hasT() && TensorCodec.isExternal(attribute.getT())) {
        inline(attribute.getTBuilder());
      }
    }
  }

  private void inline(TensorProto.Builder tensor) throws IOException {
    try {
      ByteString values = read(tensor.build());
      tensor.clearExternalData().clearDataLocation().setRawData(values);
    } catch (OnnxException e) {
      throw new OnnxException(
          String.format(
              Locale.ROOT, "tensor \"%s\": %s", Abbreviation.of(tensor.getName()), e.getMessage()),
          e);
    }
  }

  private ByteString read(TensorProto tensor) throws IOException {
    Map<String, String> entries = new HashMap<>();
    for (StringStringEntryProto entry : tensor.getExternalDataList()) {
      entries.put(entry.getKey(), entry.getValue());
    }
    String location = entries.getOrDefault("location", "");
    if (location.isEmpty()) {
      throw new OnnxException("external data: expected a location, got none");
    }
    if (folder == null) {
      throw new OnnxException(
          String.format(
                  Locale.ROOT,
                  "external data: the values are in the file \"%s\", but a model given as bytes has no",
                  Abbreviation.of(location))
              + " folder; read the model from its file, or save it as one file");
    }
    long length = TensorCodec.bytes(tensor);
    long stated = number(entries, "length", length);
    if (stated != length) {
      throw new OnnxException(
          String.format(
              Locale.ROOT, "external data: expected %d bytes, got a length of %d", length, stated));
    }
    Path file = resolve(folder, location);
    files.add(file);
    return read(file, location, number(entries, "offset", 0), length);
  }

  /** Checks the size of the file before it allocates memory. */
  private static ByteString read(Path file, String location, long offset, long length)
      throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      if (offset > size || length > size - offset || length > Integer.MAX_VALUE - 8) {
        throw new OnnxException(
            String.format(
                Locale.ROOT,
                "external data: expected %d bytes at %d of \"%s\", got a file of %d",
                length,
                offset,
                Abbreviation.of(location),
                size));
      }
      ByteBuffer bytes = ByteBuffer.allocate((int) length);
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, offset + bytes.position()) < 0) {
          throw new EOFException(file + " was truncated");
        }
      }
      return UnsafeByteOperations.unsafeWrap(bytes.array());
    }
  }

  private static long number(Map<String, String> entries, String name, long absent) {
    String text = entries.get(name);
    if (text == null) {
      return absent;
    }
    // At most 18 digits, so that the number fits a long.
    if (!text.matches("[0-9]{1,18}")) {
      throw new OnnxException(
          String.format(
              Locale.ROOT,
              "external data: expected a number of bytes as %s, got \"%s\"",
              name,
              Abbreviation.of(text)));
    }
    return Long.parseLong(text);
  }

  private static Path resolve(Path folder, String location) throws IOException {
    try {
      Path relative = Path.of(location);
      boolean leavesFolder = relative.isAbsolute() || relative.getRoot() != null;
      for (Path part : relative) {
        leavesFolder |= part.toString().equals("..");
      }
      Path file = leavesFolder ? null : folder.resolve(relative).toRealPath();
      if (file == null || !file.startsWith(folder.toRealPath())) {
        throw new OnnxException(
            String.format(
                Locale.ROOT,
                "external data: expected a file inside the folder of the model, got \"%s\"; copy it there",
                Abbreviation.of(location)));
      }
      if (!Files.isRegularFile(file)) {
        throw new OnnxException(
            String.format(
                Locale.ROOT,
                "external data: expected a regular file, got \"%s\"",
                Abbreviation.of(location)));
      }
      return file;
    } catch (NoSuchFileException e) {
      throw new OnnxException(
          String.format(
                  Locale.ROOT,
                  "external data: expected the file \"%s\" next to the model, got none; such a file must be",
                  Abbreviation.of(location))
              + " copied with its model",
          e);
    } catch (FileSystemException e) {
      throw new OnnxException(
          String.format(
              Locale.ROOT,
              "external data: the file \"%s\" cannot be opened: %s",
              Abbreviation.of(location),
              e.getReason()),
          e);
    } catch (InvalidPathException e) {
      throw new OnnxException(
          String.format(
              Locale.ROOT,
              "external data: expected the path of a file, got \"%s\"",
              Abbreviation.of(location)),
          e);
    }
  }
}
