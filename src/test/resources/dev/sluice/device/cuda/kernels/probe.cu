// Kernels that do nothing but pass the time of a GPU's own mechanisms, for KernelTimes.

extern "C" __global__ void probe_empty(int unused) {}

__device__ __forceinline__ void add_release(unsigned int* counter) {
#ifdef __CUDASIM__
  atomicAdd(counter, 1u);
#else
  asm volatile("red.release.gpu.global.add.u32 [%0], 1;" ::"l"(counter) : "memory");
#endif
}

__device__ __forceinline__ unsigned int load_acquire(const unsigned int* counter) {
#ifdef __CUDASIM__
  return *(const volatile unsigned int*)counter;
#else
  unsigned int value;
  asm volatile("ld.acquire.gpu.global.u32 %0, [%1];" : "=r"(value) : "l"(counter) : "memory");
  return value;
#endif
}

// Waits until the counter has come so far, for so many looks: blocks that are not all resident would wait for ever.
__device__ __forceinline__ bool comes_to(const unsigned int* counter, unsigned int count, int looks) {
  for (int k = 0; k < looks; k++) {
    if (load_acquire(counter) >= count) return true;
  }
  return false;
}

// Barriers of all blocks by one counter, at which every block's first thread looks. Counters start at 0; gaveUp
// becomes 1 if one took too long.
extern "C" __global__ void probe_barrier_one(unsigned int* counters, int rounds, int looks, int* gaveUp) {
  for (int round = 1; round <= rounds; round++) {
    bool late = false;
    __syncthreads();
    if (threadIdx.x == 0) {
      __threadfence();
      atomicAdd(counters, 1u);
      late = !comes_to(counters, round * gridDim.x, looks);
      if (late) *gaveUp = 1;
    }
    if (__syncthreads_or(late)) return;
  }
}

// The same by eight counters, 128 bytes apart, for an eighth of the blocks each; a thread looks at each counter.
extern "C" __global__ void probe_barrier_eight(unsigned int* counters, int rounds, int looks, int* gaveUp) {
  const int apart = 32;
  for (int round = 1; round <= rounds; round++) {
    bool late = false;
    __syncthreads();
    if (threadIdx.x == 0) add_release(counters + blockIdx.x % 8 * apart);
    if (threadIdx.x < 8) {
      unsigned int blocks = (gridDim.x + 7 - threadIdx.x) / 8;
      late = !comes_to(counters + threadIdx.x * apart, round * blocks, looks);
      if (late) *gaveUp = 1;
    }
    if (__syncthreads_or(late)) return;
  }
}
