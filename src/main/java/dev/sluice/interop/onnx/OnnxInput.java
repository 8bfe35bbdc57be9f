package dev.sluice.interop.onnx;

import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;
import java.util.List;
import java.util.Locale;

/**
 * What a model takes under one name.
 *
 * @param sizes of the dimensions; 0 where the caller chooses
 * @param sizeNames of the dimensions, equal names mean equal sizes; empty where there is none
 * @param isLengths whether it tells the rows' lengths to a recurrent node
 * @param rows for integers that choose rows of a table (an embedding's): how many it has; else 0
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
      throw new OnnxException("expected a tensor, got another type of value");
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

  /** Some exporters write -1 or 0 for what is not known. */
  private static int size(Dimension dimension) {
    long size = dimension.getDimValue();
    if (size > HostTensor.MAX_ELEMENTS) {
      throw new OnnxException(
          String.format(
              Locale.ROOT, "expected sizes up to %d, got %d", HostTensor.MAX_ELEMENTS, size));
    }
    return (int) Math.max(0, size);
  }

  /** Checks a tensor that is given for this input. */
  HostTensor require(HostTensor given) {
    boolean fits = given != null && given.type() == type && given.rank() == sizes.size();
    for (int d = 0; fits && d < sizes.size(); d++) {
      fits = sizes.get(d) == 0 || sizes.get(d) == given.size(d);
    }
    if (!fits) {
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
}
