// What the cuDNN plan does beside cuDNN's own kernels.
#include "common.cuh"

// Rows that take part from step `first` on get the live value, the others the dead one; null means zeros. A row
// that ends earlier hands its state, or its gradient, past the steps.
// target [N, width] = or += live or dead [N, width], lengths [N].
extern "C" __global__ void select_rows(const int* lengths, int first, const float* live,
                                       const float* dead, int batch, int width, int add,
                                       float* target) {
  FOR_EACH(i, (int64)batch * width) {
    const float* source = lengths[i / width] > first ? live : dead;
    float value = source ? source[i] : 0;
    target[i] = add ? target[i] + value : value;
  }
}

// target += source, at any alignment.
extern "C" __global__ void add_block(const float* source, float* target, int64 count) {
  FOR_EACH(i, count) target[i] += source[i];
}
