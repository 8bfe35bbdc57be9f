// Zoneout.java: a state keeps a share k of what it was, state' = k state + (1 - k) state~.
#pragma once
#include "common.cuh"

// Where a pass takes k from (ZoneoutRandomOffsets.java).
struct Zoneout {
  RandomStream stream;
  int64 firstCell;  // the number of the first cell unit; the hidden units' begin at 0
  int drawn;        // 0: k is the rate itself
};

// k of the unit with this number; a rate of 0 draws nothing.
__device__ __forceinline__ float kept_share(const Zoneout& zoneout, float rate, int64 number) {
  if (rate == 0 || !zoneout.drawn) return rate;
  return uniform(random_bits(zoneout.stream, number)) < rate ? 1 : 0;
}
