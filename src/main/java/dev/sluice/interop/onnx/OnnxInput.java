package dev.sluice.interop.onnx;

import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;
import dev.sluice.interop.onnx.tensor.ShapeArithmetic;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An input of a model.
 *
 * @param sizes sizes of the dimensions; 0 if the caller chooses the size
 * @param sizeNames names of the sizes; equal names mean equal sizes; an empty string if a size has
 *     no name
 * @param isLengths whether it holds the sequence lengths of a recurrent node
 * @param rows number of rows of the embedding table that the integers index; 0 for other inputs
 */
public record OnnxInput(
    String name,
    ElementType type,
    List<Integer> sizes,
    List<String> sizeNames,
    boolean isLengths,
    int rows) {

  static OnnxInput of(ValueInfoProto input, InputRoles roles) {
    if (!input.getType().hasTensorType()) {
      throw new OnnxException("expected a tensor, got another kind of value");
    }
    ElementType type = ElementType.of(input.getType().getTensorType().getElemType());
    if (!input.getType().getTensorType().hasShape()) {
      throw new OnnxException("expected a shape, got none");
    }
    List<Dimension> dimensions = input.getType().getTensorType().getShape().getDimList();
    return new OnnxInput(
        input.getName(),
        type,
        dimensions.stream().map(OnnxInput::size).toList(),
        dimensions.stream().map(Dimension::getDimParam).toList(),
        roles.isLengths(input.getName()),
        roles.rows(input.getName()));
  }

  /** Some exporters write -1 or 0 for unknown sizes. */
  private static int size(Dimension dimension) {
    long size = dimension.getDimValue();
    if (size > ShapeArithmetic.MAX_ELEMENTS) {
      throw new OnnxException(
          String.format(
              Locale.ROOT, "expected sizes up to %d, got %d", ShapeArithmetic.MAX_ELEMENTS, size));
    }
    return (int) Math.max(0, size);
  }

  /** Checks that a tensor fits this input. */
  HostTensor require(@Nullable HostTensor given) {
    if (given == null || !fits(given)) {
      throw new OnnxException(
          String.format(
              Locale.ROOT,
              "input \"%s\": expected %s %s, got %s",
              name,
              type,
              sizes.toString().replaceAll("\\b0\\b", "any"),
              given));
    }
    return given;
  }

  private boolean fits(HostTensor given) {
    boolean fits = given.type() == type && given.rank() == sizes.size();
    for (int d = 0; fits && d < sizes.size(); d++) {
      fits = sizes.get(d) == 0 || sizes.get(d) == given.size(d);
    }
    return fits;
  }
}
