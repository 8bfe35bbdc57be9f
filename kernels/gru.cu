// The gated recurrent unit, Gru.java; gates r, z, n:
//   r, z = gate(W_i x + b_i + W_h h + b_h)
//   n    = candidate(W_in x + b_in + r (.) q),   q = W_hn h + b_hn       reset AFTER the product
//   n    = candidate(W_in x + b_in + W_hn (r (.) h) + b_hn)              reset BEFORE the product
//   h'   = z (.) h + (1 - z) (.) n                                       the update gate KEEPS
//   h'   = (1 - z) (.) h + z (.) n                                       the update gate ADMITS
#include "recurrence.cuh"

struct Gru {
  Gate gate;
  Gate candidate;
  int keeps;
  float zoneout;
};

// The backward kernels bound their registers so that four blocks fit on a multiprocessor. Without that bound the
// compiler uses more registers for addresses, and fewer blocks fit.

__device__ __forceinline__ float gru_update(int keeps, float z, float h, float n) {
  return keeps ? n + z * (h - n) : h + z * (n - h);
}

// The gradients with respect to the three operands z, n and h of h'. dH becomes the direct part of the gradient
// with respect to h.
__device__ __forceinline__ void gru_update_backward(const Pass& p, const Unit& u, const Gru& cell,
                                                    float z, float n, float* dZ, float* dN) {
  HiddenGradient dH = hidden_gradient(p, u, cell.zoneout);
  float open = dH.fresh * z, shut = dH.fresh - open;
  float difference = dH.fresh * (p.hiddens[u.before] - n);
  p.dH[u.state] = dH.before + (cell.keeps ? open : shut);
  *dZ = cell.keeps ? difference : -difference;
  *dN = cell.keeps ? shut : open;
}

// ------------------------------------------------------------------ reset after the product; inner: q, then its gradient

// Runs after recurrent = h W_hhᵀ.
extern "C" __global__ void gru_after_forward(const Pass* pass, int launch, Gru cell) {
  const Pass p = *pass;
  int step = p.first + launch, H = p.hidden;
  FOR_EACH(i, unit_count(p)) {
    Unit u = unit_at(p, step, 3, i);
    if (!u.live) {
      pass_through(p, u);
      continue;
    }
    float* gates = p.gates + u.gate;
    const float* recurrent = p.recurrent + u.product;
    int64 R = 0, Z = H, N = 2 * (int64)H;
    int column = u.column + 2 * H;
    float r = gate_value(cell.gate, gates[R] + recurrent[R] + bias(p, u.column));
    float z = gate_value(cell.gate, gates[Z] + recurrent[Z] + bias(p, u.column + H));
    float q = recurrent[N] + (p.biasHh ? p.biasHh[column] : 0);
    float n = gate_value(cell.candidate, gates[N] + (p.biasIh ? p.biasIh[column] : 0) + r * q);
    gates[R] = r;
    gates[Z] = z;
    gates[N] = n;
    if (p.inner) p.inner[u.before] = q;
    set_hidden(p, u, cell.zoneout, gru_update(cell.keeps, z, p.h[u.state], n));
  }
}

// Runs before dH += dGates W_hh.
extern "C" __global__ void __launch_bounds__(256, 4)
    gru_after_backward(const Pass* pass, int launch, Gru cell) {
  const Pass p = *pass;
  int step = p.first - launch, H = p.hidden;
  FOR_EACH(i, unit_count(p)) {
    Unit u = unit_at(p, step, 3, i);
    if (!u.live) {
      for (int k = 0; k < 3; k++) set_gate_gradient(p, u, k, 0);
      p.inner[u.before] = 0;
      continue;
    }
    const float* gates = p.gates + u.gate;
    float r = gates[0], z = gates[H], n = gates[2 * (int64)H], q = p.inner[u.before];
    float dZ, dN;
    gru_update_backward(p, u, cell, z, n, &dZ, &dN);
    dN *= gate_slope(cell.candidate, n);
    float dQ = dN * r;
    p.inner[u.before] = dQ;
    set_gate_gradient(p, u, 0, dN * q * gate_slope(cell.gate, r));
    set_gate_gradient(p, u, 1, dZ * gate_slope(cell.gate, z));
    set_gate_gradients(p, u, 2, dN, dQ);
  }
}

// ------------------------------------------------------------------ reset before the product; inner: r (.) h

// Runs after recurrent[r, z] = h W_hhᵀ and before recurrent[n] = reset W_hnᵀ.
extern "C" __global__ void gru_before_gates_forward(const Pass* pass, int launch, Gru cell) {
  const Pass p = *pass;
  int step = p.first + launch, H = p.hidden;
  FOR_EACH(i, unit_count(p)) {
    Unit u = unit_at(p, step, 3, i);
    float reset = 0;
    if (u.live) {
      float* gates = p.gates + u.gate;
      const float* recurrent = p.recurrent + u.product;
      float r = gate_value(cell.gate, gates[0] + recurrent[0] + bias(p, u.column));
      float z = gate_value(cell.gate, gates[H] + recurrent[H] + bias(p, u.column + H));
      gates[0] = r;
      gates[H] = z;
      reset = r * p.h[u.state];
    }
    p.reset[u.state] = reset;
    if (p.resetRounded) p.resetRounded[u.state] = to_bfloat16(reset);
    if (p.inner) p.inner[u.before] = reset;
  }
}

// Runs after recurrent[n] = reset W_hnᵀ.
extern "C" __global__ void gru_before_candidate_forward(const Pass* pass, int launch, Gru cell) {
  const Pass p = *pass;
  int step = p.first + launch, H = p.hidden;
  FOR_EACH(i, unit_count(p)) {
    Unit u = unit_at(p, step, 3, i);
    if (!u.live) {
      pass_through(p, u);
      continue;
    }
    float* gates = p.gates + u.gate;
    int64 N = 2 * (int64)H;
    float z = gates[H];
    float n = gate_value(cell.candidate,
                       gates[N] + p.recurrent[u.product + N] + bias(p, u.column + 2 * H));
    gates[N] = n;
    set_hidden(p, u, cell.zoneout, gru_update(cell.keeps, z, p.h[u.state], n));
  }
}

// Runs before reset = dGates[n] W_hn.
extern "C" __global__ void __launch_bounds__(256, 4)
    gru_before_candidate_backward(const Pass* pass, int launch, Gru cell) {
  const Pass p = *pass;
  int step = p.first - launch, H = p.hidden;
  FOR_EACH(i, unit_count(p)) {
    Unit u = unit_at(p, step, 3, i);
    if (!u.live) {
      for (int k = 0; k < 3; k++) set_gate_gradient(p, u, k, 0);
      continue;
    }
    float z = p.gates[u.gate + H], n = p.gates[u.gate + 2 * (int64)H];
    float dZ, dN;
    gru_update_backward(p, u, cell, z, n, &dZ, &dN);
    set_gate_gradient(p, u, 1, dZ * gate_slope(cell.gate, z));
    set_gate_gradient(p, u, 2, dN * gate_slope(cell.candidate, n));
  }
}

// Runs after reset = dGates[n] W_hn and before dH += dGates[r, z] W_hh.
extern "C" __global__ void gru_before_gates_backward(const Pass* pass, int launch, Gru cell) {
  const Pass p = *pass;
  int step = p.first - launch;
  FOR_EACH(i, unit_count(p)) {
    Unit u = unit_at(p, step, 3, i);
    if (!u.live) continue;
    float r = p.gates[u.gate], dReset = p.reset[u.state];
    p.dH[u.state] += dReset * r;
    set_gate_gradient(p, u, 0, dReset * p.hiddens[u.before] * gate_slope(cell.gate, r));
  }
}
