// What the step kernels of all cells share.
//
// Time runs in step order: row n at step s is at time s, or, in reverse, at its own last time minus s. A row
// takes part in steps 0 .. lengths[n] - 1. In the steps beyond it is dead: its states stay as they are and the
// gradients of its gates are zero, so that products over all rows of all steps need no mask.
#pragma once
#include "clip.cuh"
#include "norm.cuh"
#include "zoneout.cuh"

// One pass over a batch of sequences. It lies in device memory at an address of the plan's, which recorded
// graphs know; what differs between passes is written into it before they run. Java: PassArguments.
// G gates, blocks of H columns in the order of the parameters; P features of h, H unless projected. What belongs
// to an option is null without it, what only the way back needs where nobody goes back, and what rounds operands
// of the step's products but in bfloat16.
struct Pass {
  int* lengths;                // [N], each 0..T
  const float* biasIh;         // [G*H], or null
  const float* biasHh;         // [G*H], or null
  const float* weightCi;       // [H] peepholes
  const float* weightCf;       // [H]
  const float* weightCo;       // [H]
  const float* biasC;          // [H] of the normalised cell state
  Norm normInput;              // [T, N, G*H] of x W_ihᵀ, in the end gradients by it
  Norm normState;              // [T, N, G*H] of h W_hhᵀ
  Norm normCell;               // [T, N, H] of c~ on its way into h~
  float* gates;                // [T, N, G*H] input's part of the pre-activations; gates; gradients by the former
  float* inner;                // [T, N, H] what a cell keeps besides (see there), or null
  float* hiddens;              // [T + 1, N, P] h before step 0, 1, ... T, 0 once dead; or null
  float* cells;                // [T + 1, N, H] c before step 0, 1, ... T, 0 once dead; or null
  float* freshCells;           // [T, N, H] c~, 0 once dead; null where it is c' or nobody reads it
  float* projectionGradients;  // [T, N, P] by m W_hrᵀ
  float* stateGradients;       // [T, N, G*H] by h W_hhᵀ before its norm
  float* outputGradients;      // [T, N, H] by the output's argument behind its norm
  float* y;                    // [T, N, P], rows yStride apart
  const float* dY;             // [T, N, P], rows dYStride apart, or null for zeros
  const float* dCells;         // [T, N, H], rows dCellsStride apart, or null for zeros
  float* h;                    // [N, P] the running state
  float* c;                    // [N, H], or null
  float* recurrent;            // [N, G*H] the state's part of the pre-activations
  float* reset;                // [N, H] r (.) h, then its gradient; or null
  float* m;                    // [N, H] what is projected, then its gradient; or null
  float* projection;           // [N, P] m W_hrᵀ, then its gradient; or null
  float* dH;                   // [N, P] running gradient by h
  float* dC;                   // [N, H], or null
  float* dFresh;               // [N, H] gradient by c~ through its norm; or null
  float* dGates;               // [N, G*H] gradients by the state's part of the pre-activations
  bfloat16* hRounded;          // [N, P]
  bfloat16* resetRounded;      // [N, H]
  bfloat16* mRounded;          // [N, H]
  bfloat16* projectionRounded; // [N, P] of its gradient
  bfloat16* dGatesRounded;     // [N, G*H]
  Zoneout zoneout;
  int first;                   // the step that launch 0 of a chunk works on
  int timesteps;
  int batch;
  int hidden;                  // H
  int output;                  // P
  int gateWidth;               // G*H
  int reverse;
  int window;                  // of truncated backpropagation, in steps
  int yStride;
  int dYStride;
  int dCellsStride;
};

enum { PASS_BYTES = 424 };
static_assert(sizeof(Pass) == PASS_BYTES, "PassArguments.java writes another struct");

// One unit of a state of one row at one step, and where its values lie; W is the state's width.
struct Unit {
  int64 state;   // in [N, W]
  int64 before;  // in [T + 1, N, W], before the step, and in [T, N, W], at the step
  int64 after;   // in [T + 1, N, W]
  int64 gate;    // its first gate in [T, N, G*W]; the others follow W apart
  int64 product; // its first gate in [N, G*W]
  int64 output;  // row of sequences in time order
  int column;
  bool live;
  bool cut;      // whether no gradient comes back from the step behind
};

// Threads of kernels over the units of h, and of c and the gates.
__device__ __forceinline__ int64 output_count(const Pass& p) { return (int64)p.batch * p.output; }
__device__ __forceinline__ int64 unit_count(const Pass& p) { return (int64)p.batch * p.hidden; }

// Unit i of a state: units lie fastest, so neighbours read neighbours. N*W fits an int.
__device__ __forceinline__ Unit unit_of(const Pass& p, int step, int width, int gates, int64 i) {
  int row = (int)((uint32)i / (uint32)width);
  int length = p.lengths[row];
  Unit u;
  u.column = (int)i - row * width;
  u.live = step < length;
  u.cut = step + 1 < length && (step + 1) % p.window == 0;
  int64 states = (int64)p.batch * width;
  u.state = i;
  u.before = step * states + i;
  u.after = u.before + states;
  u.product = (int64)row * gates * width + u.column;
  u.gate = step * states * gates + u.product;
  int time = u.live && p.reverse ? length - 1 - step : step;
  u.output = (int64)time * p.batch + row;
  return u;
}

// A unit of c and the gates, and of an h that is not projected.
__device__ __forceinline__ Unit unit_at(const Pass& p, int step, int gates, int64 i) {
  return unit_of(p, step, p.hidden, gates, i);
}

// Both biases of a gate.
__device__ __forceinline__ float bias(const Pass& p, int index) {
  return (p.biasIh ? p.biasIh[index] : 0) + (p.biasHh ? p.biasHh[index] : 0);
}

// Sets a unit's new h wherever it is read, from h~.
__device__ __forceinline__ void set_hidden(const Pass& p, const Unit& u, float rate, float fresh) {
  float h = fresh;
  if (rate > 0) {
    float k = kept_share(p.zoneout, rate, u.before);
    h = k * p.h[u.state] + (1 - k) * fresh;
  }
  p.h[u.state] = h;
  if (p.hRounded) p.hRounded[u.state] = to_bfloat16(h);
  if (p.hiddens) p.hiddens[u.after] = h;
  p.y[u.output * p.yStride + u.column] = h;
}

// Takes a dead unit over the step: h stays. What is kept of it meets only gradients of zero.
__device__ __forceinline__ void pass_through(const Pass& p, const Unit& u) {
  if (p.hiddens) p.hiddens[u.after] = 0;
  p.y[u.output * p.yStride + u.column] = 0;
}

// What the gradient by a live unit's new h hands to the two that it is made of.
struct HiddenGradient {
  float before;  // by h before the step, directly
  float fresh;   // by h~
};

__device__ __forceinline__ HiddenGradient hidden_gradient(const Pass& p, const Unit& u,
                                                          float rate) {
  float gradient = u.cut ? 0 : p.dH[u.state];
  if (p.dY) gradient += p.dY[u.output * p.dYStride + u.column];
  HiddenGradient parts = {0, gradient};
  if (rate > 0) {
    parts.before = kept_share(p.zoneout, rate, u.before) * gradient;
    parts.fresh = gradient - parts.before;
  }
  return parts;
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
