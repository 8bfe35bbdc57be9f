// The kernels that the cuDNN plan needs besides cuDNN's own.
#include "common.cuh"

// target [N, width] = or += live, for rows longer than `first` timesteps; dead for the other rows. live and dead
// are [N, width]; null means zeros. So a row that has ended keeps its state, or its gradient. lengths [N].
extern "C" __global__ void select_rows(const int* lengths, int first, const float* live,
                                       const float* dead, int batch, int width, int add,
                                       float* target) {
  FOR_EACH(i, (int64)batch * width) {
    const float* source = lengths[i / width] > first ? live : dead;
    float value = source ? source[i] : 0;
    target[i] = add ? target[i] + value : value;
  }
}

// target += source. The arrays need no alignment.
extern "C" __global__ void add_block(const float* source, float* target, int64 count) {
  FOR_EACH(i, count) target[i] += source[i];
}
