// Coordinates of the running thread, and the barrier of its block.
#pragma once

typedef cudasim::Dim uint3;
typedef cudasim::Dim dim3;

namespace cudasim {
extern Coordinates where;
}
#define threadIdx (cudasim::where.threadIdx)
#define blockIdx (cudasim::where.blockIdx)
#define blockDim (cudasim::where.blockDim)
#define gridDim (cudasim::where.gridDim)
constexpr int warpSize = 32;

#define CUDASIM_TEXT(x) #x
#define CUDASIM_LINE(x) CUDASIM_TEXT(x)
#define CUDASIM_SITE __FILE__ ":" CUDASIM_LINE(__LINE__)

#define __syncthreads() ((void)cudasim::host->blockBarrier(0, CUDASIM_SITE))
#define __syncthreads_count(p) (cudasim::host->blockBarrier((p) ? 1 : 0, CUDASIM_SITE))
#define __syncthreads_or(p) (cudasim::host->blockBarrier((p) ? 1 : 0, CUDASIM_SITE) != 0)
#define __syncthreads_and(p) (cudasim::host->blockBarrier((p) ? 0 : 1, CUDASIM_SITE) == 0)

inline void __threadfence() { asm volatile("" ::: "memory"); }
inline void __threadfence_block() { asm volatile("" ::: "memory"); }
inline void __trap() { cudasim::host->trap(); }
