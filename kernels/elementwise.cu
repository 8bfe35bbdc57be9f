// Operations on elements and rows (Elementwise.java), and the rounding of operands of matrix products.
#include "common.cuh"

// ------------------------------------------------------------------ elements

extern "C" __global__ void fill(float* target, int64 n, float value) {
  Quad quad = {{value, value, value, value}};
  FOR_EACH_QUAD(at, n) store(target, at, n, quad);
}

extern "C" __global__ void copy(const float* source, float* target, int64 n) {
  FOR_EACH_QUAD(at, n) store(target, at, n, load(source, at, n));
}

extern "C" __global__ void add(const float* source, float* target, int64 n) {
  FOR_EACH_QUAD(at, n) {
    Quad more = load(source, at, n), sum = load(target, at, n);
    for (int k = 0; k < 4; k++) sum.v[k] += more.v[k];
    store(target, at, n, sum);
  }
}

extern "C" __global__ void activate_forward(Activation activation, const float* x, float* y,
                                            int64 n) {
  FOR_EACH_QUAD(at, n) {
    Quad quad = load(x, at, n);
    for (int k = 0; k < 4; k++) quad.v[k] = activate(activation, quad.v[k]);
    store(y, at, n, quad);
  }
}

extern "C" __global__ void activate_backward(Activation activation, const float* y,
                                             const float* dY, float* dX, int64 n) {
  FOR_EACH_QUAD(at, n) {
    Quad output = load(y, at, n), gradient = load(dY, at, n);
    for (int k = 0; k < 4; k++) gradient.v[k] *= slope(activation, output.v[k]);
    store(dX, at, n, gradient);
  }
}

// Serves the forward and the backward pass: number k of the stream decides whether element k is kept. The stream
// gives four numbers at a time.
extern "C" __global__ void dropout(const float* x, float rate, float factor, RandomStream stream,
                                   float* y, int64 n) {
  FOR_EACH_QUAD(at, n) {
    RandomBlock random = random_block(stream, at / 4);
    Quad quad = load(x, at, n);
    for (int k = 0; k < 4; k++) {
      quad.v[k] = uniform(random.word[k]) < rate ? 0 : quad.v[k] * factor;
    }
    store(y, at, n, quad);
  }
}

// Timesteps to which a thread applies its part of a mask, as in CudaElementwise.java.
enum { LOCKED_STEPS = 16 };

// One mask for all timesteps: number k of the stream decides whether element k of each timestep is kept. A thread
// draws four numbers at a time and uses them for LOCKED_STEPS timesteps.
extern "C" __global__ void locked_dropout(const float* x, float rate, float factor,
                                          RandomStream stream, float* y, int steps, int64 step) {
  int64 quads = (step + 3) / 4;
  FOR_EACH(job, quads * ((steps + LOCKED_STEPS - 1) / LOCKED_STEPS)) {
    int64 quad = job % quads;
    int from = (int)(job / quads) * LOCKED_STEPS;
    RandomBlock random = random_block(stream, quad);
    for (int t = from; t < min(from + LOCKED_STEPS, steps); t++) {
      for (int k = 0; k < 4 && quad * 4 + k < step; k++) {
        int64 at = t * step + quad * 4 + k;
        y[at] = uniform(random.word[k]) < rate ? 0 : x[at] * factor;
      }
    }
  }
}

// ------------------------------------------------------------------ rows

extern "C" __global__ void add_to_rows(const float* row, float* target, int64 rows, int columns) {
  FOR_EACH_ROW(r, rows) {
    FOR_EACH_COLUMN(c, columns) target[r * columns + c] += row[c];
  }
}

extern "C" __global__ void copy_columns(const float* source, int source_columns, float* target,
                                        int target_columns, int64 rows, int width) {
  FOR_EACH_ROW(r, rows) {
    FOR_EACH_COLUMN(c, width) target[r * target_columns + c] = source[r * source_columns + c];
  }
}

// Rows with a stride become rows that follow each other without a gap.
extern "C" __global__ void round_to_bfloat16(const float* source, int64 count, int columns,
                                             int stride, bfloat16* target) {
  FOR_EACH_ROW(r, count / columns) {
    FOR_EACH_COLUMN(c, columns) target[r * columns + c] = to_bfloat16(source[r * stride + c]);
  }
}

// ------------------------------------------------------------------ sums of columns

// A block sums 32 neighbouring columns over this many rows, as in RowSums.java.
enum { PART_ROWS = 512 };

// The rows and the 32 columns that a block sums.
struct Tile {
  int64 part;
  int64 column;  // of this thread
};

__device__ __forceinline__ int64 tile_count(int64 rows, int columns) {
  return ((int64)columns + 31) / 32 * ((rows + PART_ROWS - 1) / PART_ROWS);
}

__device__ __forceinline__ Tile tile_of(int64 job, int columns) {
  int64 across = ((int64)columns + 31) / 32;
  Tile tile = {job / across, job % across * 32 + threadIdx.x % 32};
  return tile;
}

// What is summed: values, or values times factors. Strides are in elements.
struct Summands {
  const float* values;
  const float* factors;  // or null
  int64 rows;
  int columns;
  int stride;
  int factorStride;
};

// The sum of the thread's column over the tile's rows, in a fixed order. Each of the eight warps sums every eighth
// row, so that neighbouring threads read neighbouring columns.
__device__ __forceinline__ float tile_sum(const Summands& s, Tile tile) {
  __shared__ float sums[256];
  float sum = 0;
  if (tile.column < s.columns) {
    int64 end = min((tile.part + 1) * PART_ROWS, s.rows);
    for (int64 r = tile.part * PART_ROWS + threadIdx.x / 32; r < end; r += 8) {
      float value = s.values[r * s.stride + tile.column];
      sum += s.factors ? value * s.factors[r * s.factorStride + tile.column] : value;
    }
  }
  __syncthreads();  // Other threads may still read the sums of the previous tile.
  sums[threadIdx.x] = sum;
  __syncthreads();
  float total = 0;
  for (int i = threadIdx.x % 32; i < 256; i += 32) total += sums[i];
  return total;
}

// Writes one row of sums for each part of the rows.
extern "C" __global__ void sum_parts_of_rows(Summands summands, float* sums) {
  int columns = summands.columns;
  for (int64 job = blockIdx.x; job < tile_count(summands.rows, columns); job += gridDim.x) {
    Tile tile = tile_of(job, columns);
    float sum = tile_sum(summands, tile);
    if (threadIdx.x < 32 && tile.column < columns) sums[tile.part * columns + tile.column] = sum;
  }
}

// The last stage, when all rows are in one part: adds the sums to one or two targets, each of which may be null.
extern "C" __global__ void add_row_sums(Summands summands, float* first, float* second) {
  int columns = summands.columns;
  for (int64 job = blockIdx.x; job < tile_count(summands.rows, columns); job += gridDim.x) {
    Tile tile = tile_of(job, columns);
    float total = tile_sum(summands, tile);
    if (threadIdx.x >= 32 || tile.column >= columns) continue;
    if (first) first[tile.column] += total;
    if (second) second[tile.column] += total;
  }
}
