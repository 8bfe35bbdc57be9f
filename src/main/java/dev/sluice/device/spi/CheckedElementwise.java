package dev.sluice.device.spi;

import dev.sluice.argument.Require;
import dev.sluice.cell.Activation;
import dev.sluice.device.DType;
import dev.sluice.device.Elementwise;
import dev.sluice.device.RandomStream;
import dev.sluice.device.Tensor;
import java.util.Locale;

/** Operations on elements whose arguments are checked before a backend computes them. */
public final class CheckedElementwise implements Elementwise {
  private final Elementwise backend;

  public CheckedElementwise(Elementwise backend) {
    this.backend = backend;
  }

  @Override
  public void fill(Tensor target, float value) {
    TensorChecks.floats("target", target);
    backend.fill(target, value);
  }

  @Override
  public void copy(Tensor source, Tensor target) {
    sameCount("source", source, "target", target);
    backend.copy(source, target);
  }

  @Override
  public void add(Tensor source, Tensor target) {
    sameCount("source", source, "target", target);
    backend.add(source, target);
  }

  private static void sameCount(String name, Tensor tensor, String otherName, Tensor other) {
    TensorChecks.floats(name, tensor);
    TensorChecks.floats(otherName, other, tensor.shape().elements());
  }

  @Override
  public void addToRows(Tensor row, Tensor target) {
    TensorChecks.floats("target", target);
    TensorChecks.floats("row", row, target.shape().columns());
    backend.addToRows(row, target);
  }

  @Override
  public void addRowSums(Tensor source, Tensor sum) {
    TensorChecks.floats("source", source);
    TensorChecks.floats("sum", sum, source.shape().columns());
    backend.addRowSums(source, sum);
  }

  @Override
  public void activate(Activation activation, Tensor x, Tensor y) {
    Require.present("activation", activation);
    sameCount("x", x, "y", y);
    backend.activate(activation, x, y);
  }

  @Override
  public void activateBackward(Activation activation, Tensor y, Tensor dY, Tensor dX) {
    Require.present("activation", activation);
    sameCount("y", y, "dY", dY);
    sameCount("y", y, "dX", dX);
    backend.activateBackward(activation, y, dY, dX);
  }

  @Override
  public void dropout(Tensor x, float rate, RandomStream stream, Tensor y) {
    sameCount("x", x, "y", y);
    Require.fraction("rate", rate);
    Require.present("stream", stream);
    backend.dropout(x, rate, stream, y);
  }

  @Override
  public void lockedDropout(Tensor x, float rate, RandomStream stream, Tensor y) {
    TensorChecks.shaped("x", x, DType.FLOAT32, -1, -1, -1);
    TensorChecks.shaped("y", y, DType.FLOAT32, x.shape().sizes());
    Require.fraction("rate", rate);
    Require.present("stream", stream);
    backend.lockedDropout(x, rate, stream, y);
  }

  @Override
  public void copyColumns(
      Tensor source, int sourceOffset, Tensor target, int targetOffset, int width) {
    TensorChecks.floats("source", source);
    TensorChecks.floats("target", target);
    int sourceColumns = source.shape().columns();
    int targetColumns = target.shape().columns();
    if (source == target) {
      throw new IllegalArgumentException("target: expected another tensor than source");
    }
    if (target.shape().rows() != source.shape().rows()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "target: expected %d rows, got %s",
              source.shape().rows(),
              target.layout()));
    }
    Require.between("width", 0, Math.min(sourceColumns, targetColumns), width);
    Require.between("sourceOffset", 0, sourceColumns - width, sourceOffset);
    Require.between("targetOffset", 0, targetColumns - width, targetOffset);
    backend.copyColumns(source, sourceOffset, target, targetOffset, width);
  }
}
