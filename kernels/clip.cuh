// Limits of values. A bound of 0 is none; NaN stays NaN.
#pragma once
#include "common.cuh"

__device__ __forceinline__ float limit(float x, float bound) {
  if (bound == 0) return x;
  return x > bound ? bound : x < -bound ? -bound : x;
}

// Whether no gradient passes the limit of x.
__device__ __forceinline__ bool is_limited(float x, float bound) {
  return bound > 0 && fabsf(x) >= bound;
}

// A gate's non-linearity, which sees its argument within -clip .. clip.
struct Gate {
  Activation activation;
  float clip;
};

__device__ __forceinline__ float gate_value(Gate gate, float x) {
  return activate(gate.activation, limit(x, gate.clip));
}

// A function of the value y, as slope() is: at the values of the bounds, no gradient passes.
__device__ __forceinline__ float gate_slope(Gate gate, float y) {
  if (gate.clip > 0 && (y == activate(gate.activation, gate.clip) ||
                        y == activate(gate.activation, -gate.clip))) {
    return 0;
  }
  return slope(gate.activation, y);
}
