// What the step kernels of all cells share.
//
// Time runs in step order: row n at step s is at time s, or, in reverse, at its own last time minus s. A row
// takes part in steps 0 .. lengths[n] - 1. In the steps beyond it is dead: its states stay as they are and the
// gradients of its gates are zero, so that products over all rows of all steps need no mask.
#pragma once
#include "common.cuh"

// One pass over a batch of sequences. It lies in device memory at an address of the plan's, which recorded
// graphs know; what differs between passes is written into it before they run. Java: PassArguments.
// G gates, blocks of H columns in the order of the parameters.
struct Pass {
  int* lengths;          // [N], each 0..T
  const float* biasIh;   // [G*H], or null
  const float* biasHh;   // [G*H], or null
  float* gates;          // [T, N, G*H] input's part of the pre-activations; gates; gradients by the former
  float* inner;          // [T, N, H] what a cell keeps besides (see there), or null
  float* hiddens;        // [T + 1, N, H] h before step 0, 1, ... T, 0 once dead; null where nobody goes back
  float* cells;          // [T + 1, N, H] c before step 0, 1, ... T, undefined once dead; or null
  float* y;              // [T, N, H], rows yStride apart
  const float* dY;       // [T, N, H], rows dYStride apart, or null for zeros
  float* h;              // [N, H] the running state
  float* c;              // [N, H], or null
  float* recurrent;      // [N, G*H] the state's part of the pre-activations
  float* reset;          // [N, H] r (.) h, then its gradient; or null
  float* dH;             // [N, H] running gradient by h
  float* dC;             // [N, H], or null
  float* dGates;         // [N, G*H] gradients by the state's part of the pre-activations
  bfloat16* hRounded;       // [N, H] operands of the step's products in bfloat16; null in float32
  bfloat16* resetRounded;   // [N, H]
  bfloat16* dGatesRounded;  // [N, G*H]
  int first;             // the step that launch 0 of a chunk works on
  int timesteps;
  int batch;
  int hidden;
  int reverse;
  int window;            // of truncated backpropagation, in steps
  int yStride;
  int dYStride;
};

// One hidden unit of one row at one step, and where its values lie.
struct Unit {
  int64 state;   // in [N, H]
  int64 before;  // in [T + 1, N, H], before the step, and in [T, N, H], at the step
  int64 after;   // in [T + 1, N, H]
  int64 gate;    // its first gate in [T, N, G*H]; the others follow H apart
  int64 product; // its first gate in [N, G*H]
  int64 output;  // row of y and dY
  int column;
  bool live;
  bool cut;      // whether no gradient comes back from the step behind
};

__device__ __forceinline__ int64 unit_count(const Pass& p) { return (int64)p.batch * p.hidden; }

// Thread i's unit: hidden units lie fastest, so neighbours read neighbours. N*H fits an int.
__device__ __forceinline__ Unit unit_at(const Pass& p, int step, int gates, int64 i) {
  int row = (int)((uint32)i / (uint32)p.hidden);
  int length = p.lengths[row];
  Unit u;
  u.column = (int)i - row * p.hidden;
  u.live = step < length;
  u.cut = step + 1 < length && (step + 1) % p.window == 0;
  int64 width = (int64)gates * p.hidden;
  int64 states = unit_count(p);
  u.state = i;
  u.before = step * states + i;
  u.after = u.before + states;
  u.product = row * width + u.column;
  u.gate = (int64)step * p.batch * width + u.product;
  int time = u.live && p.reverse ? length - 1 - step : step;
  u.output = (int64)time * p.batch + row;
  return u;
}

// Both biases of a gate.
__device__ __forceinline__ float bias(const Pass& p, int index) {
  return (p.biasIh ? p.biasIh[index] : 0) + (p.biasHh ? p.biasHh[index] : 0);
}

// Sets a unit's new h wherever it is read.
__device__ __forceinline__ void set_hidden(const Pass& p, const Unit& u, float h) {
  p.h[u.state] = h;
  if (p.hRounded) p.hRounded[u.state] = to_bfloat16(h);
  if (p.hiddens) p.hiddens[u.after] = h;
  p.y[u.output * p.yStride + u.column] = h;
}

// Takes a dead unit over the step: h and c stay. What is kept of h meets only gradients of zero.
__device__ __forceinline__ void pass_through(const Pass& p, const Unit& u) {
  if (p.hiddens) p.hiddens[u.after] = 0;
  p.y[u.output * p.yStride + u.column] = 0;
}

// The gradient of the loss by a live unit's new h.
__device__ __forceinline__ float hidden_gradient(const Pass& p, const Unit& u) {
  float later = u.cut ? 0 : p.dH[u.state];
  return p.dY ? later + p.dY[u.output * p.dYStride + u.column] : later;
}

// Sets the gradients by the two parts of gate k's pre-activation.
__device__ __forceinline__ void set_gate_gradients(const Pass& p, const Unit& u, int k,
                                                   float by_input, float by_state) {
  int64 at = u.product + (int64)k * p.hidden;
  p.gates[u.gate + (int64)k * p.hidden] = by_input;
  p.dGates[at] = by_state;
  if (p.dGatesRounded) p.dGatesRounded[at] = to_bfloat16(by_state);
}

__device__ __forceinline__ void set_gate_gradient(const Pass& p, const Unit& u, int k, float value) {
  set_gate_gradients(p, u, k, value, value);
}
