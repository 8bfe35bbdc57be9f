// Layer normalization of rows (Cell.java), one block of 256 threads for each row:
//   normed = (row - mean) * scale,   scale = 1 / sqrt(variance + epsilon)
// A thread takes the same columns in every loop over a row, so rows may be changed in place.
#pragma once
#include "common.cuh"

#define FOR_EACH_BLOCK_ROW(r, rows) for (int64 r = blockIdx.x; r < (rows); r += gridDim.x)
#define FOR_EACH_BLOCK_COLUMN(c, columns) for (int c = threadIdx.x; c < (columns); c += blockDim.x)

// One of a cell's norms over all timesteps. gains is null if the cell has no such norm.
struct Norm {
  const float* gains;  // [columns]
  float* normed;       // [T, N, columns], 0 in padding; null without a backward pass
  float* scales;       // [T, N], 0 in padding; or null
};

struct Moments {
  float mean;
  float scale;
};

// Two passes over the row: one pass would lose the variance in the difference of large squares.
__device__ __forceinline__ Moments block_moments(const float* row, int columns) {
  float sum = 0, squares = 0;
  FOR_EACH_BLOCK_COLUMN(c, columns) sum += row[c];
  float mean = block_sum(sum) / columns;
  FOR_EACH_BLOCK_COLUMN(c, columns) squares += (row[c] - mean) * (row[c] - mean);
  float variance = block_sum(squares) / columns;
  Moments moments = {mean, 1 / sqrtf(variance + 1e-5f)};
  return moments;
}

// Keeps the scale of row r for the backward pass.
__device__ __forceinline__ void keep_scale(const Norm& norm, int64 r, float scale) {
  if (norm.scales && threadIdx.x == 0) norm.scales[r] = scale;
}

__device__ __forceinline__ void keep_normed(const Norm& norm, int64 at, float normed) {
  if (norm.normed) norm.normed[at] = normed;
}

// row = normed (.) gains; keeps normed as row r. A row in padding becomes zeros.
__device__ __forceinline__ void block_norm_forward(const Norm& norm, int64 r, bool live,
                                                   int columns, float* row) {
  Moments moments = {0, 0};
  if (live) moments = block_moments(row, columns);
  keep_scale(norm, r, moments.scale);
  FOR_EACH_BLOCK_COLUMN(c, columns) {
    float normed = live ? (row[c] - moments.mean) * moments.scale : 0;
    keep_normed(norm, r * columns + c, normed);
    row[c] = normed * norm.gains[c];
  }
}

// into = the gradient with respect to row r, from the gradient with respect to its normed (.) gains.
__device__ __forceinline__ void block_norm_backward(const Norm& norm, int64 r,
                                                    const float* gradient, int columns,
                                                    float* into) {
  const float* normed = norm.normed + r * columns;
  float sum = 0, along = 0;
  FOR_EACH_BLOCK_COLUMN(c, columns) {
    float normed_gradient = gradient[c] * norm.gains[c];
    sum += normed_gradient;
    along += normed_gradient * normed[c];
  }
  float mean = block_sum(sum) / columns, share = block_sum(along) / columns;
  FOR_EACH_BLOCK_COLUMN(c, columns) {
    into[c] = norm.scales[r] * (gradient[c] * norm.gains[c] - mean - normed[c] * share);
  }
}
