// The kernels of a pass that are the same for all cells: before, after and between its timesteps.
#include "recurrence.cuh"

// Copies the initial states and the lengths. A null state means zeros, null lengths mean that all rows are T long.
// An invalid length counts as 0.
extern "C" __global__ void begin_forward(const Pass* pass, const float* h0, const float* c0,
                                         const int* lengths, Fault* fault) {
  const Pass p = *pass;
  FOR_EACH(n, p.batch) {
    int length = lengths ? lengths[n] : p.timesteps;
    p.lengths[n] = within(fault, FAULT_LENGTH, length, 0, p.timesteps, n) ? length : 0;
  }
  FOR_EACH(i, output_count(p)) {
    float h = h0 ? h0[i] : 0;
    p.h[i] = h;
    if (p.hRounded) p.hRounded[i] = to_bfloat16(h);
    if (p.hiddens) p.hiddens[i] = h;
  }
  if (!p.c) return;
  FOR_EACH(i, unit_count(p)) {
    float c = c0 ? c0[i] : 0;
    p.c[i] = c;
    if (p.cells) p.cells[i] = c;
  }
}

// Copies the final states; null means that one is not wanted.
extern "C" __global__ void end_forward(const Pass* pass, float* hN, float* cN) {
  const Pass p = *pass;
  if (hN) FOR_EACH(i, output_count(p)) hN[i] = p.h[i];
  if (cN) FOR_EACH(i, unit_count(p)) cN[i] = p.c[i];
}

// Copies the gradients with respect to the final states; null means zeros.
extern "C" __global__ void begin_backward(const Pass* pass, const float* dHN, const float* dCN) {
  const Pass p = *pass;
  FOR_EACH(i, output_count(p)) p.dH[i] = dHN ? dHN[i] : 0;
  if (p.dC) FOR_EACH(i, unit_count(p)) p.dC[i] = dCN ? dCN[i] : 0;
}

// Adds to the gradients with respect to the initial states; null means that one is not wanted.
extern "C" __global__ void end_backward(const Pass* pass, float* dH0, float* dC0) {
  const Pass p = *pass;
  if (dH0) FOR_EACH(i, output_count(p)) dH0[i] += p.dH[i];
  if (dC0) FOR_EACH(i, unit_count(p)) dC0[i] += p.dC[i];
}

// Moves all later launches by some timesteps: to the next chunk, or to the previous one in the backward pass.
extern "C" __global__ void advance(Pass* pass, int steps) {
  if (blockIdx.x == 0 && threadIdx.x == 0) pass->first += steps;
}

// ------------------------------------------------------------------ step order

// The index of a row of [T, N] in time order from its index in step order, and vice versa: each order is the
// other's mirror image. -1 beyond the row's length.
__device__ __forceinline__ int64 mirrored_row(const int* lengths, int batch, int reverse, int64 row) {
  int step = (int)(row / batch), n = (int)(row - (int64)step * batch);
  int length = lengths[n];
  if (step >= length) return -1;
  return reverse ? (int64)(length - 1 - step) * batch + n : row;
}

// target [T, N, width] = source [T, N, width], from time order to step order or back; zeros beyond the lengths. The
// distance of rows is the stride.
extern "C" __global__ void reorder_steps(const float* source, int source_stride, const int* lengths,
                                         int timesteps, int batch, int width, int reverse,
                                         float* target, int target_stride) {
  FOR_EACH(i, (int64)timesteps * batch * width) {
    int64 row = i / width, column = i - row * width;
    int64 from = mirrored_row(lengths, batch, reverse, row);
    target[row * target_stride + column] = from < 0 ? 0 : source[from * source_stride + column];
  }
}

// Adds steps [T, N, width], in step order, to a sequence in time order, whose rows have a stride.
extern "C" __global__ void scatter_add_steps(const float* steps, const int* lengths, int timesteps,
                                             int batch, int width, int reverse, float* sequence,
                                             int stride) {
  FOR_EACH(i, (int64)timesteps * batch * width) {
    int64 row = i / width;
    int64 to = mirrored_row(lengths, batch, reverse, row);
    if (to >= 0) sequence[to * stride + (i - row * width)] += steps[i];
  }
}
