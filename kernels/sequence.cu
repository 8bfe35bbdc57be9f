// Operations on tokens, timesteps and lengths (SequenceOperations.java).
#include "common.cuh"

// ------------------------------------------------------------------ embedding

extern "C" __global__ void embed(const int* tokens, int64 count, const float* table, int vocabulary,
                                 int size, float* y, Fault* fault) {
  FOR_EACH_ROW(i, count) {
    int token = tokens[i];
    if (!within(fault, FAULT_TOKEN, token, 0, vocabulary - 1, i)) continue;
    FOR_EACH_COLUMN(c, size) y[i * size + c] = table[(int64)token * size + c];
  }
}

// The gradient of the table sums many rows of dY, in an order that must not depend on the scheduling of threads. So
// the positions are sorted by token with a stable counting sort: count the tokens of each chunk of positions,
// compute the prefix sums of the counts, and place the positions. Then the rows of each token are summed in parts
// of a fixed size, and the parts in order. So a frequent word is shared by many warps.

// Sizes as in EmbeddingGradient.java.
enum { PART = 64 };

struct Tokens {
  const int* values;   // [T, N]
  const int* lengths;  // [N], or null
  int timesteps;
  int batch;
  int vocabulary;
  int padding;  // the token that gets no gradient, or -1
  int chunk;    // positions of a chunk
};

// The token at a position, or -1 if the position adds no gradient.
__device__ __forceinline__ int token_at(Tokens tokens, int position, Fault* fault) {
  int token = tokens.values[position];
  if (!within(fault, FAULT_TOKEN, token, 0, tokens.vocabulary - 1, position)) return -1;
  int length = row_length(tokens.lengths, tokens.timesteps, position % tokens.batch, fault);
  return position / tokens.batch < length && token != tokens.padding ? token : -1;
}

// counts [chunks, V] must be zero before. The atomic additions are of integers, so their order does not matter.
extern "C" __global__ void count_tokens(Tokens tokens, int* counts, Fault* fault) {
  FOR_EACH(i, (int64)tokens.timesteps * tokens.batch) {
    int token = token_at(tokens, i, fault);
    if (token >= 0) atomicAdd(counts + i / tokens.chunk * tokens.vocabulary + token, 1);
  }
}

// Replaces each count by the number of the token's occurrences in earlier chunks.
extern "C" __global__ void total_tokens(int* counts, int chunks, int64 vocabulary, int* totals) {
  FOR_EACH(v, vocabulary) {
    int total = 0;
    for (int chunk = 0; chunk < chunks; chunk++) {
      int here = counts[chunk * vocabulary + v];
      counts[chunk * vocabulary + v] = total;
      total += here;
    }
    totals[v] = total;
  }
}

// begins[v] = the sum of the values before v, for v in 0..count. One block of 256 threads; each takes neighbours.
template <class Value>
__device__ __forceinline__ void sum_before(int count, Value value, int* begins) {
  __shared__ int sums[256];
  int span = (count + 255) / 256;
  int from = min((int)threadIdx.x * span, count);
  int to = min(from + span, count);
  int sum = 0;
  for (int v = from; v < to; v++) sum += value(v);
  sums[threadIdx.x] = sum;
  __syncthreads();
  for (int reach = 1; reach < 256; reach <<= 1) {
    int before = (int)threadIdx.x >= reach ? sums[threadIdx.x - reach] : 0;
    __syncthreads();
    sums[threadIdx.x] += before;
    __syncthreads();
  }
  int at = sums[threadIdx.x] - sum;
  for (int v = from; v < to; v++) {
    begins[v] = at;
    at += value(v);
  }
  if (threadIdx.x == 255) begins[count] = at;
}

// Where the positions and the parts of each token begin, both [V + 1].
extern "C" __global__ void begin_tokens(const int* totals, int vocabulary, int* begins,
                                        int* part_begins) {
  sum_before(vocabulary, [=](int v) { return totals[v]; }, begins);
  sum_before(vocabulary, [=](int v) { return (totals[v] + PART - 1) / PART; }, part_begins);
}

// Places the positions in the order of their tokens. A block loops over its chunk, 256 positions at a time.
extern "C" __global__ void place_tokens(Tokens tokens, const int* begins, int* counts,
                                        int* positions, Fault* fault) {
  __shared__ int tile[256];
  int* placed = counts + (int64)blockIdx.x * tokens.vocabulary;
  int from = blockIdx.x * tokens.chunk;
  int to = min(from + tokens.chunk, tokens.timesteps * tokens.batch);
  for (int at = from; at < to; at += 256) {
    int position = at + threadIdx.x;
    int token = position < to ? token_at(tokens, position, fault) : -1;
    tile[threadIdx.x] = token;
    __syncthreads();
    int before = 0, same = 0;
    for (int k = 0; k < 256; k++) {
      before += k < (int)threadIdx.x && tile[k] == token;
      same += tile[k] == token;
    }
    int next = token >= 0 ? placed[token] : 0;
    __syncthreads();  // All threads have read the tile and the counts.
    if (token >= 0) {
      positions[begins[token] + next + before] = position;
      if (before == 0) placed[token] = next + same;
    }
  }
}

// The token of each part.
extern "C" __global__ void name_parts(const int* part_begins, int vocabulary, int* part_tokens) {
  FOR_EACH(v, vocabulary) {
    for (int part = part_begins[v]; part < part_begins[v + 1]; part++) part_tokens[part] = v;
  }
}

extern "C" __global__ void sum_token_parts(const float* dY, int size, const int* positions,
                                           const int* begins, const int* part_begins,
                                           const int* part_tokens, int vocabulary, float* sums) {
  FOR_EACH_ROW(part, part_begins[vocabulary]) {
    int token = part_tokens[part];
    int from = begins[token] + ((int)part - part_begins[token]) * PART;
    int to = min(from + PART, begins[token + 1]);
    FOR_EACH_COLUMN(c, size) {
      float sum = 0;
      for (int k = from; k < to; k++) sum += dY[(int64)positions[k] * size + c];
      sums[part * size + c] = sum;
    }
  }
}

extern "C" __global__ void add_token_parts(const float* sums, int size, const int* part_begins,
                                           int vocabulary, float* dTable) {
  FOR_EACH_ROW(v, vocabulary) {
    if (part_begins[v] == part_begins[v + 1]) continue;  // Most tokens of a vocabulary do not occur.
    FOR_EACH_COLUMN(c, size) {
      float sum = 0;
      for (int64 part = part_begins[v]; part < part_begins[v + 1]; part++) {
        sum += sums[part * size + c];
      }
      dTable[v * size + c] += sum;
    }
  }
}

// ------------------------------------------------------------------ word dropout

extern "C" __global__ void drop_tokens(const int* tokens, int64 count, float rate, int padding,
                                       int replacement, RandomStream stream, int* target,
                                       Fault* fault) {
  FOR_EACH(i, count) {
    int token = tokens[i];
    if (!within(fault, FAULT_TOKEN, token, 0, 0x7fffffff, i)) continue;
    bool drop = token != padding && uniform(random_bits(stream, i)) < rate;
    target[i] = drop ? replacement : token;
  }
}

// ------------------------------------------------------------------ pooling

// x [T, N, F] and y [N, columns]. Pooling uses F columns of y, from an offset on.
struct Pooled {
  const int* lengths;  // [N], or null
  Fault* fault;
  int timesteps;
  int batch;
  int features;
  int columns;
  int offset;
};

// One feature of one row. Each thread takes one and loops over its timesteps.
struct Pool {
  int64 row;
  int length;
  int64 in_x;    // at timestep 0
  int64 stride;  // to the next timestep
  int64 in_y;
};

#define FOR_EACH_POOL(i, pooled) FOR_EACH(i, (int64)(pooled).batch * (pooled).features)

__device__ __forceinline__ Pool pool_of(Pooled pooled, int64 i) {
  int64 row = i / pooled.features;
  int64 feature = i % pooled.features;
  Pool pool;
  pool.row = row;
  pool.length = row_length(pooled.lengths, pooled.timesteps, row, pooled.fault);
  pool.in_x = i;
  pool.stride = (int64)pooled.batch * pooled.features;
  pool.in_y = row * pooled.columns + pooled.offset + feature;
  return pool;
}

extern "C" __global__ void pool_first(Pooled pooled, const float* x, float* y) {
  FOR_EACH_POOL(i, pooled) {
    Pool pool = pool_of(pooled, i);
    y[pool.in_y] = pool.length > 0 ? x[pool.in_x] : 0;
  }
}

extern "C" __global__ void pool_first_backward(Pooled pooled, const float* dY, float* dX) {
  FOR_EACH_POOL(i, pooled) {
    Pool pool = pool_of(pooled, i);
    if (pool.length > 0) dX[pool.in_x] += dY[pool.in_y];
  }
}

extern "C" __global__ void pool_last(Pooled pooled, const float* x, float* y) {
  FOR_EACH_POOL(i, pooled) {
    Pool pool = pool_of(pooled, i);
    y[pool.in_y] = pool.length > 0 ? x[pool.in_x + (pool.length - 1) * pool.stride] : 0;
  }
}

extern "C" __global__ void pool_last_backward(Pooled pooled, const float* dY, float* dX) {
  FOR_EACH_POOL(i, pooled) {
    Pool pool = pool_of(pooled, i);
    if (pool.length > 0) dX[pool.in_x + (pool.length - 1) * pool.stride] += dY[pool.in_y];
  }
}

// Takes the first of equal values, or the first NaN.
extern "C" __global__ void pool_max(Pooled pooled, const float* x, float* y, int* argmax) {
  FOR_EACH_POOL(i, pooled) {
    Pool pool = pool_of(pooled, i);
    float largest = 0;
    int step = -1;
    for (int t = 0; t < pool.length; t++) {
      float value = x[pool.in_x + t * pool.stride];
      if (t == 0 || (!(value <= largest) && largest == largest)) {
        largest = value;
        step = t;
      }
    }
    y[pool.in_y] = largest;
    argmax[i] = step;
  }
}

extern "C" __global__ void pool_max_backward(Pooled pooled, const float* dY, const int* argmax,
                                             float* dX) {
  FOR_EACH_POOL(i, pooled) {
    Pool pool = pool_of(pooled, i);
    int step = argmax[i];
    if (!within(pooled.fault, FAULT_STEP, step, -1, pooled.timesteps - 1, i)) continue;
    if (step >= 0) dX[pool.in_x + step * pool.stride] += dY[pool.in_y];
  }
}

extern "C" __global__ void pool_mean(Pooled pooled, const float* x, float* y) {
  FOR_EACH_POOL(i, pooled) {
    Pool pool = pool_of(pooled, i);
    float sum = 0;
    for (int t = 0; t < pool.length; t++) sum += x[pool.in_x + t * pool.stride];
    y[pool.in_y] = sum / max(1, pool.length);
  }
}

extern "C" __global__ void pool_mean_backward(Pooled pooled, const float* dY, float* dX) {
  FOR_EACH_POOL(i, pooled) {
    Pool pool = pool_of(pooled, i);
    float share = dY[pool.in_y] / pool.length;  // Unused if the length is 0.
    for (int t = 0; t < pool.length; t++) dX[pool.in_x + t * pool.stride] += share;
  }
}
