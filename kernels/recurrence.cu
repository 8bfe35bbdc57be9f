// What a pass does before, after and between its steps, whatever the cell.
#include "recurrence.cuh"

// Takes the initial states and the lengths; without them states are zero and rows T long. A length that is
// none counts as 0.
extern "C" __global__ void begin_forward(const Pass* pass, const float* h0, const float* c0,
                                         const int* lengths, Fault* fault) {
  const Pass p = *pass;
  FOR_EACH(n, p.batch) {
    int length = lengths ? lengths[n] : p.timesteps;
    p.lengths[n] = within(fault, FAULT_LENGTH, length, 0, p.timesteps, n) ? length : 0;
  }
  FOR_EACH(i, unit_count(p)) {
    float h = h0 ? h0[i] : 0;
    p.h[i] = h;
    if (p.hRounded) p.hRounded[i] = to_bfloat16(h);
    if (p.hiddens) p.hiddens[i] = h;
    if (!p.c) continue;
    float c = c0 ? c0[i] : 0;
    p.c[i] = c;
    if (p.cells) p.cells[i] = c;
  }
}

// Hands out the final states that are wanted.
extern "C" __global__ void end_forward(const Pass* pass, float* hN, float* cN) {
  const Pass p = *pass;
  FOR_EACH(i, unit_count(p)) {
    if (hN) hN[i] = p.h[i];
    if (cN) cN[i] = p.c[i];
  }
}

// Takes the gradients by the final states; null means zero.
extern "C" __global__ void begin_backward(const Pass* pass, const float* dHN, const float* dCN) {
  const Pass p = *pass;
  FOR_EACH(i, unit_count(p)) {
    p.dH[i] = dHN ? dHN[i] : 0;
    if (p.dC) p.dC[i] = dCN ? dCN[i] : 0;
  }
}

// Adds to the gradients by the initial states that are wanted.
extern "C" __global__ void end_backward(const Pass* pass, float* dH0, float* dC0) {
  const Pass p = *pass;
  FOR_EACH(i, unit_count(p)) {
    if (dH0) dH0[i] += p.dH[i];
    if (dC0) dC0[i] += p.dC[i];
  }
}

// Moves on to the chunk behind, or before.
extern "C" __global__ void advance(Pass* pass, int steps) {
  if (blockIdx.x == 0 && threadIdx.x == 0) pass->first += steps;
}

// ------------------------------------------------------------------ step order

// The place of a row of [T, N] in step order: where it lies in time order, or -1 beyond the row's length.
__device__ __forceinline__ int64 row_in_time(const int* lengths, int batch, int reverse, int64 row) {
  int step = (int)(row / batch), n = (int)(row - (int64)step * batch);
  int length = lengths[n];
  if (step >= length) return -1;
  return reverse ? (int64)(length - 1 - step) * batch + n : row;
}

// steps [T, N, width] = sequence [T, N, width], rows stride apart, in step order, zeros beyond the lengths.
extern "C" __global__ void gather_steps(const float* sequence, int stride, const int* lengths,
                                        int timesteps, int batch, int width, int reverse,
                                        float* steps) {
  FOR_EACH(i, (int64)timesteps * batch * width) {
    int64 row = i / width;
    int64 from = row_in_time(lengths, batch, reverse, row);
    steps[i] = from < 0 ? 0 : sequence[from * stride + (i - row * width)];
  }
}

// The way back: adds steps to the sequence.
extern "C" __global__ void scatter_add_steps(const float* steps, const int* lengths, int timesteps,
                                             int batch, int width, int reverse, float* sequence,
                                             int stride) {
  FOR_EACH(i, (int64)timesteps * batch * width) {
    int64 row = i / width;
    int64 to = row_in_time(lengths, batch, reverse, row);
    if (to >= 0) sequence[to * stride + (i - row * width)] += steps[i];
  }
}

// ------------------------------------------------------------------ bias gradients

// partial [parts, columns]: the sums of every parts-th row of values, rows stride apart.
extern "C" __global__ void partial_column_sums(const float* values, int64 rows, int columns,
                                               int stride, int parts, float* partial) {
  FOR_EACH(i, (int64)parts * columns) {
    int part = (int)(i / columns), column = (int)(i - (int64)part * columns);
    float sum = 0;
    for (int64 row = part; row < rows; row += parts) sum += values[row * stride + column];
    partial[i] = sum;
  }
}

// Adds the sums of the parts, in their order, to one or two targets; null where there is none.
extern "C" __global__ void add_column_sums(const float* partial, int parts, int columns,
                                           float* first, float* second) {
  FOR_EACH(column, columns) {
    float sum = 0;
    for (int part = 0; part < parts; part++) sum += partial[(int64)part * columns + column];
    if (first) first[column] += sum;
    if (second) second[column] += sum;
  }
}
