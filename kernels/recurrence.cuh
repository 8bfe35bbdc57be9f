// Shared by the step kernels of all cells.
//
// Kernels run in step order: step s of row n is timestep s or, in reverse, the row's own last timestep minus s. A row
// is live in steps 0 .. lengths[n] - 1. The steps beyond are padding: there its states do not change and the gradients
// of its gates are zero, so that products over all rows of all steps need no mask.
#pragma once
#include "clip.cuh"
#include "norm.cuh"
#include "zoneout.cuh"

// The arguments of one pass over a batch of sequences. They are in device memory at a fixed address of the plan,
// which recorded graphs contain. The host writes them before each pass (PassArguments.java). G gates in blocks of H
// columns, in the order of the parameters; P features of h, which is H without a projection. "Gradients of a" are the
// gradients of the loss with respect to a. A pointer is null if it belongs to an option that the cell does not have,
// if only a backward pass needs it and none follows, or if it is a rounded operand and the precision is not bfloat16.
struct Pass {
  int* lengths;                // [N], each 0..T
  const float* biasIh;         // [G*H], or null
  const float* biasHh;         // [G*H], or null
  const float* weightCi;       // [H] peepholes
  const float* weightCf;       // [H]
  const float* weightCo;       // [H]
  const float* biasC;          // [H] of the cell state's norm
  Norm normInput;              // [T, N, G*H] of x W_ihᵀ; normed finally holds the gradients of x W_ihᵀ
  Norm normState;              // [T, N, G*H] of h W_hhᵀ
  Norm normCell;               // [T, N, H] of c~, before the output activation
  float* gates;                // [T, N, G*H] input's part of pre-activations; gates; gradients of pre-activations
  float* inner;                // [T, N, H] one more value that depends on the cell, or null
  float* hiddens;              // [T + 1, N, P] h before step 0, 1, ... T, 0 in padding; or null
  float* cells;                // [T + 1, N, H] c before step 0, 1, ... T, 0 in padding; or null
  float* freshCells;           // [T, N, H] c~, 0 in padding; null if it equals c' or is not needed
  float* projectionGradients;  // [T, N, P] gradients of m W_hrᵀ
  float* stateGradients;       // [T, N, G*H] gradients of h W_hhᵀ, before its norm
  float* outputGradients;      // [T, N, H] gradients of the output activation's argument, after the norm
  float* y;                    // [T, N, P], with yStride between rows
  const float* dY;             // [T, N, P], with dYStride between rows; null for zeros
  const float* dCells;         // [T, N, H], with dCellsStride between rows; null for zeros
  float* h;                    // [N, P] the state at the current step
  float* c;                    // [N, H], or null
  float* recurrent;            // [N, G*H] h W_hhᵀ, the state's part of the pre-activations
  float* reset;                // [N, H] r (.) h, then its gradient; or null
  float* m;                    // [N, H] operand of the projection, then its gradient; or null
  float* projection;           // [N, P] m W_hrᵀ, then its gradient; or null
  float* dH;                   // [N, P] gradient of h at the current step
  float* dC;                   // [N, H], or null
  float* dFresh;               // [N, H] gradient of c~ through its norm; or null
  float* dGates;               // [N, G*H] gradients of the state's part of the pre-activations
  bfloat16* hRounded;          // [N, P]
  bfloat16* resetRounded;      // [N, H]
  bfloat16* mRounded;          // [N, H]
  bfloat16* projectionRounded; // [N, P] the projection's gradient
  bfloat16* dGatesRounded;     // [N, G*H]
  Zoneout zoneout;
  int first;                   // the step that launch 0 of a chunk computes
  int timesteps;
  int batch;
  int hidden;                  // H
  int output;                  // P
  int gateWidth;               // G*H
  int reverse;
  int window;                  // length of truncated backpropagation, in steps
  int yStride;
  int dYStride;
  int dCellsStride;
};

enum { PASS_BYTES = 424 };
static_assert(sizeof(Pass) == PASS_BYTES, "PassArguments.java writes another struct");

// The indices of one unit of a state, of one row at one step. W is the state's width.
struct Unit {
  int64 state;   // in [N, W]
  int64 before;  // in [T + 1, N, W], before the step, and in [T, N, W], at the step
  int64 after;   // in [T + 1, N, W]
  int64 gate;    // its first gate in [T, N, G*W]; the others follow at a distance of W
  int64 product; // its first gate in [N, G*W]
  int64 output;  // its row in sequences, which are in time order
  int column;
  bool live;
  bool cut;      // whether truncation stops the gradient from the next step
};

// The number of threads of kernels over the units of h, and over those of c and the gates.
__device__ __forceinline__ int64 output_count(const Pass& p) { return (int64)p.batch * p.output; }
__device__ __forceinline__ int64 unit_count(const Pass& p) { return (int64)p.batch * p.hidden; }

// Unit i of a state. Units vary fastest, so that neighbouring threads access neighbouring elements. N*W fits int.
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

// Unit i of c and the gates, and of h without a projection.
__device__ __forceinline__ Unit unit_at(const Pass& p, int step, int gates, int64 i) {
  return unit_of(p, step, p.hidden, gates, i);
}

// The sum of both biases of a gate.
__device__ __forceinline__ float bias(const Pass& p, int index) {
  return (p.biasIh ? p.biasIh[index] : 0) + (p.biasHh ? p.biasHh[index] : 0);
}

// Computes a unit's new h from h~ and stores it wherever it is read.
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

// As set_hidden, for a unit in padding: h does not change. The kept value is only multiplied by zeros.
__device__ __forceinline__ void pass_through(const Pass& p, const Unit& u) {
  if (p.hiddens) p.hiddens[u.after] = 0;
  p.y[u.output * p.yStride + u.column] = 0;
}

// The gradients with respect to the two values that zoneout mixes into a unit's new h.
struct HiddenGradient {
  float before;  // with respect to the previous h, directly
  float fresh;   // with respect to h~
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

// Stores the gradients with respect to the input's and the state's part of gate k's pre-activation.
__device__ __forceinline__ void set_gate_gradients(const Pass& p, const Unit& u, int k,
                                                   float input_gradient, float state_gradient) {
  int64 at = u.product + (int64)k * p.hidden;
  p.gates[u.gate + (int64)k * p.hidden] = input_gradient;
  p.dGates[at] = state_gradient;
  if (p.dGatesRounded) p.dGatesRounded[at] = to_bfloat16(state_gradient);
}

__device__ __forceinline__ void set_gate_gradient(const Pass& p, const Unit& u, int k, float value) {
  set_gate_gradients(p, u, k, value, value);
}
