package dev.sluice.device.cuda;

import dev.sluice.device.*;

/** To be written. */
final class CudaSequenceOperations implements SequenceOperations {
  private final CudaDevice device;

  CudaSequenceOperations(CudaDevice device) {
    this.device = device;
  }

  @Override
  public void embed(Tensor tokens, Tensor table, Tensor y) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void embedBackward(Tensor tokens, Tensor lengths, int padding, Tensor dY, Tensor dTable) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void dropTokens(
      Tensor tokens, float rate, int padding, int replacement, RandomStream stream, Tensor target) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void pool(
      PoolingKind pooling, Tensor x, Tensor lengths, Tensor y, int offset, Tensor argmax) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void poolBackward(
      PoolingKind pooling, Tensor dY, int offset, Tensor lengths, Tensor argmax, Tensor dX) {
    throw new UnsupportedOperationException();
  }
}
