// Zoneout (Zoneout.java): state' = k state + (1 - k) state~. The share k is 0 or 1, or the rate itself.
#pragma once
#include "common.cuh"

// The source of a pass's shares k (ZoneoutRandomOffsets.java).
struct Zoneout {
  RandomStream stream;
  int64 firstCell;  // random number of the first cell unit; hidden units begin at 0
  int drawn;        // 0: k is the rate itself
};

// The share k of the unit with this number. A rate of 0 draws no number.
__device__ __forceinline__ float kept_share(const Zoneout& zoneout, float rate, int64 number) {
  if (rate == 0 || !zoneout.drawn) return rate;
  return uniform(random_bits(zoneout.stream, number)) < rate ? 1 : 0;
}
