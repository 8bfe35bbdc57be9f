// Shared by several kernel files. Includes no header, so that NVRTC compiles it without a CUDA toolkit.
#pragma once

typedef long long int64;
typedef unsigned int uint32;
typedef unsigned short bfloat16;  // the upper half of a float

// ------------------------------------------------------------------ indices

// Grid-stride loop: element i of n for each thread of a one-dimensional grid of any size. 64-bit, because T*N*G*H
// can exceed 2^31.
#define FOR_EACH(i, n)                                                                      \
  for (int64 i = (int64)blockIdx.x * blockDim.x + threadIdx.x; i < (n);                     \
       i += (int64)gridDim.x * blockDim.x)

// Grid-stride loop over rows: row r for each warp of a one-dimensional grid. The lanes take the columns.
#define FOR_EACH_ROW(r, rows)                                                               \
  for (int64 r = ((int64)blockIdx.x * blockDim.x + threadIdx.x) / 32; r < (rows);           \
       r += (int64)gridDim.x * blockDim.x / 32)
#define FOR_EACH_COLUMN(c, columns) for (int64 c = threadIdx.x % 32; c < (columns); c += 32)

// ------------------------------------------------------------------ four elements at a time

// One access of 16 bytes instead of four of 4 bytes. Arrays must be aligned to 16 bytes, as tensors are.
struct Quad {
  float v[4];
};

// The index of the first of four elements, for each thread.
#define FOR_EACH_QUAD(at, n)                                                                \
  for (int64 at = ((int64)blockIdx.x * blockDim.x + threadIdx.x) * 4; at < (n);             \
       at += (int64)gridDim.x * blockDim.x * 4)

// Loads elements at .. at + 3 of n; those beyond the end are 0.
__device__ __forceinline__ Quad load(const float* values, int64 at, int64 n) {
  Quad quad = {{0, 0, 0, 0}};
  if (at + 4 <= n) {
    float4 whole = *(const float4*)(values + at);
    quad.v[0] = whole.x;
    quad.v[1] = whole.y;
    quad.v[2] = whole.z;
    quad.v[3] = whole.w;
  } else {
    for (int k = 0; k < 4; k++) {
      if (at + k < n) quad.v[k] = values[at + k];
    }
  }
  return quad;
}

// Stores elements at .. at + 3 of n, except those beyond the end.
__device__ __forceinline__ void store(float* values, int64 at, int64 n, Quad quad) {
  if (at + 4 <= n) {
    *(float4*)(values + at) = make_float4(quad.v[0], quad.v[1], quad.v[2], quad.v[3]);
  } else {
    for (int k = 0; k < 4; k++) {
      if (at + k < n) values[at + k] = quad.v[k];
    }
  }
}

// ------------------------------------------------------------------ faults

// The first wrong value that was found. The host checks it at its next read (FaultRecord.java).
struct Fault {
  int code;
  int value;
  int least;
  int most;
  int64 index;
};

enum FaultCode {
  FAULT_TOKEN = 1,
  FAULT_LABEL = 2,
  FAULT_LENGTH = 3,
  FAULT_STEP = 4,
  FAULT_TARGET = 5  // the value is the bits of a float
};

// Whether value is in least .. most. If not, the first thread that finds a fault records it.
__device__ __forceinline__ bool within(Fault* fault, int code, int value, int least, int most,
                                       int64 index) {
  if (value >= least && value <= most) return true;
  if (atomicCAS(&fault->code, 0, code) == 0) {
    fault->value = value;
    fault->least = least;
    fault->most = most;
    fault->index = index;
  }
  return false;
}

// The length of a row in timesteps; 0 if it is invalid. Null lengths mean that all rows are T long.
__device__ __forceinline__ int row_length(const int* lengths, int timesteps, int64 n,
                                          Fault* fault) {
  if (lengths == nullptr) return timesteps;
  return within(fault, FAULT_LENGTH, lengths[n], 0, timesteps, n) ? lengths[n] : 0;
}

// ------------------------------------------------------------------ activations

// Kinds in the order of Activation.Kind. The derivative slope() is a function of the value y, not of x.
enum ActivationKind {
  SIGMOID,
  TANH,
  RELU,
  SOFTSIGN,
  HARD_SIGMOID,
  LEAKY_RELU,
  ELU,
  SOFTPLUS,
  SCALED_TANH,
  AFFINE,
  THRESHOLDED_RELU
};

struct Activation {
  int kind;
  float alpha;
  float beta;
};

__device__ __forceinline__ float activate(Activation a, float x) {
  switch (a.kind) {
    case SIGMOID:
      return 1 / (1 + expf(-x));
    case TANH:
      return tanhf(x);
    case RELU:
      return x > 0 ? x : x != x ? x : 0;  // NaN stays NaN
    case SOFTSIGN:
      return x / (1 + fabsf(x));
    case HARD_SIGMOID: {
      float y = a.alpha * x + a.beta;
      return y < 0 ? 0 : y > 1 ? 1 : y;
    }
    case LEAKY_RELU:
      return x >= 0 ? x : a.alpha * x;
    case ELU:
      return x >= 0 ? x : a.alpha * expm1f(x);
    case SOFTPLUS:
      return (x > 0 ? x : x != x ? x : 0) + log1pf(expf(-fabsf(x)));
    case SCALED_TANH:
      return a.alpha * tanhf(a.beta * x);
    case AFFINE:
      return a.alpha * x + a.beta;
    default:
      return x > a.alpha ? x : x != x ? x : 0;
  }
}

__device__ __forceinline__ float slope(Activation a, float y) {
  switch (a.kind) {
    case SIGMOID:
      return y * (1 - y);
    case TANH:
      return 1 - y * y;
    case RELU:
      return y > 0 ? 1 : 0;
    case SOFTSIGN:
      return (1 - fabsf(y)) * (1 - fabsf(y));
    case HARD_SIGMOID:
      return y > 0 && y < 1 ? a.alpha : 0;
    case LEAKY_RELU:
      return y > 0 ? 1 : a.alpha;
    case ELU:
      return y > 0 ? 1 : y + a.alpha;
    case SOFTPLUS:
      return -expm1f(-y);
    case SCALED_TANH:
      return a.beta * (a.alpha - y * y / a.alpha);
    case AFFINE:
      return a.alpha;
    default:
      return y != 0 ? 1 : 0;
  }
}

// ------------------------------------------------------------------ bfloat16

// Rounds to the nearest bfloat16, ties to even; NaN stays NaN.
__device__ __forceinline__ bfloat16 to_bfloat16(float x) {
  uint32 bits = __float_as_uint(x);
  if (x != x) return (bfloat16)(bits >> 16 | 0x40);
  return (bfloat16)((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}

// ------------------------------------------------------------------ sums

// The sum of one value from each thread of a block of 256, in a fixed order; every thread gets it.
template <class Number>
__device__ __forceinline__ Number block_sum(Number value) {
  __shared__ Number part[256];
  __syncthreads();  // Other threads may still read an earlier sum.
  part[threadIdx.x] = value;
  __syncthreads();
  for (int half = 128; half > 0; half >>= 1) {
    if ((int)threadIdx.x < half) part[threadIdx.x] += part[threadIdx.x + half];
    __syncthreads();
  }
  return part[0];
}

// The sum of one value from each lane of a warp, in a fixed order; every lane gets it.
template <class Number>
__device__ __forceinline__ Number warp_sum(Number value) {
  for (int reach = 16; reach > 0; reach >>= 1) value += __shfl_xor_sync(0xffffffff, value, reach);
  return value;
}

// The largest of the values that are not NaN.
__device__ __forceinline__ float warp_max(float value) {
  for (int reach = 16; reach > 0; reach >>= 1) {
    value = fmaxf(value, __shfl_xor_sync(0xffffffff, value, reach));
  }
  return value;
}

// ------------------------------------------------------------------ random numbers

// Philox 4x32-10 (J. Salmon et al., Parallel Random Numbers: As Easy as 1, 2, 3, 2011), the mapping of the
// CPU backend: number k of a stream is word k % 4 of the block at counter (k / 4, site, step).
struct RandomStream {
  int64 seed;
  int64 step;
  int site;
};

struct RandomBlock {
  uint32 word[4];
};

// Numbers 4 * index .. 4 * index + 3 of a stream.
__device__ __forceinline__ RandomBlock random_block(RandomStream stream, int64 index) {
  uint32 c0 = (uint32)index, c1 = (uint32)stream.site;
  uint32 c2 = (uint32)stream.step, c3 = (uint32)((unsigned long long)stream.step >> 32);
  uint32 key0 = (uint32)stream.seed;
  uint32 key1 = (uint32)((unsigned long long)stream.seed >> 32);
  for (int round = 0; round < 10; round++) {
    uint32 high0 = __umulhi(0xD2511F53u, c0), low0 = 0xD2511F53u * c0;
    uint32 high1 = __umulhi(0xCD9E8D57u, c2), low1 = 0xCD9E8D57u * c2;
    c0 = high1 ^ c1 ^ key0;
    c1 = low1;
    c2 = high0 ^ c3 ^ key1;
    c3 = low0;
    key0 += 0x9E3779B9u;
    key1 += 0xBB67AE85u;
  }
  RandomBlock block = {{c0, c1, c2, c3}};
  return block;
}

// Number k of a stream.
__device__ __forceinline__ uint32 random_bits(RandomStream stream, int64 k) {
  RandomBlock block = random_block(stream, k >> 2);
  // Not word[k % 4]: an index would move the block into local memory.
  uint32 low = k & 1 ? block.word[1] : block.word[0];
  uint32 high = k & 1 ? block.word[3] : block.word[2];
  return k & 2 ? high : low;
}

// Uniform in [0, 1): the 24 high bits.
__device__ __forceinline__ float uniform(uint32 bits) { return (bits >> 8) * 0x1p-24f; }
