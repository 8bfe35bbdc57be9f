// Clipping of values to -bound .. bound. A bound of 0 means no bound; NaN stays NaN.
#pragma once
#include "common.cuh"

__device__ __forceinline__ float limit(float x, float bound) {
  if (bound == 0) return x;
  return x > bound ? bound : x < -bound ? -bound : x;
}

// Whether clipping x blocks its gradient.
__device__ __forceinline__ bool is_limited(float x, float bound) {
  return bound > 0 && fabsf(x) >= bound;
}

// A gate's activation, whose argument is clipped to -clip .. clip.
struct Gate {
  Activation activation;
  float clip;
};

__device__ __forceinline__ float gate_value(Gate gate, float x) {
  return activate(gate.activation, limit(x, gate.clip));
}

// The derivative as a function of the value y, as slope() is. It is 0 at the values of the bounds.
__device__ __forceinline__ float gate_slope(Gate gate, float y) {
  if (gate.clip > 0 && (y == activate(gate.activation, gate.clip) ||
                        y == activate(gate.activation, -gate.clip))) {
    return 0;
  }
  return slope(gate.activation, y);
}
