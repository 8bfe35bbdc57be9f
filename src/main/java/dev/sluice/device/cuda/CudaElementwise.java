package dev.sluice.device.cuda;

import dev.sluice.cell.Activation;
import dev.sluice.device.*;

/** To be written. */
final class CudaElementwise implements Elementwise {
  private final CudaDevice device;

  CudaElementwise(CudaDevice device) {
    this.device = device;
  }

  @Override
  public void fill(Tensor target, float value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void copy(Tensor source, Tensor target) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void add(Tensor source, Tensor target) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void addToRows(Tensor row, Tensor target) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void addRowSums(Tensor source, Tensor sum) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void activate(Activation activation, Tensor x, Tensor y) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void activateBackward(Activation activation, Tensor y, Tensor dY, Tensor dX) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void dropout(Tensor x, float rate, RandomStream stream, Tensor y) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void copyColumns(
      Tensor source, int sourceOffset, Tensor target, int targetOffset, int width) {
    throw new UnsupportedOperationException();
  }
}
