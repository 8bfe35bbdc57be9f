// The long short-term memory cell, Lstm.java; gates i, f, g, o:
//   i, f, o = gate(W_i x + b_i + W_h h + b_h),  g = candidate(...)
//   c' = f (.) c + i (.) g
//   h' = o (.) output(c')
#include "recurrence.cuh"

// After recurrent = h W_hhᵀ.
extern "C" __global__ void lstm_forward(const Pass* pass, int launch, Activation gate,
                                        Activation candidate, Activation output) {
  const Pass p = *pass;
  int step = p.first + launch, H = p.hidden;
  FOR_EACH(n, unit_count(p)) {
    Unit u = unit_at(p, step, 4, n);
    if (!u.live) {
      pass_through(p, u);
      continue;
    }
    float* gates = p.gates + u.gate;
    const float* recurrent = p.recurrent + u.product;
    int64 I = 0, F = H, G = 2 * (int64)H, O = 3 * (int64)H;
    float i = activate(gate, gates[I] + recurrent[I] + bias(p, u.column));
    float f = activate(gate, gates[F] + recurrent[F] + bias(p, u.column + H));
    float g = activate(candidate, gates[G] + recurrent[G] + bias(p, u.column + 2 * H));
    float o = activate(gate, gates[O] + recurrent[O] + bias(p, u.column + 3 * H));
    float c = f * p.c[u.state] + i * g;
    gates[I] = i;
    gates[F] = f;
    gates[G] = g;
    gates[O] = o;
    p.c[u.state] = c;
    if (p.cells) p.cells[u.after] = c;
    set_hidden(p, u, o * activate(output, c));
  }
}

// Before dH += dGates W_hh.
extern "C" __global__ void lstm_backward(const Pass* pass, int launch, Activation gate,
                                         Activation candidate, Activation output) {
  const Pass p = *pass;
  int step = p.first - launch, H = p.hidden;
  FOR_EACH(n, unit_count(p)) {
    Unit u = unit_at(p, step, 4, n);
    if (!u.live) {
      for (int k = 0; k < 4; k++) set_gate_gradient(p, u, k, 0);
      continue;
    }
    const float* gates = p.gates + u.gate;
    float i = gates[0], f = gates[H], g = gates[2 * (int64)H], o = gates[3 * (int64)H];
    float out = activate(output, p.cells[u.after]);
    float dH = hidden_gradient(p, u);
    float dC = (u.cut ? 0 : p.dC[u.state]) + dH * o * slope(output, out);
    float cBefore = p.cells[u.before];
    p.dH[u.state] = 0;
    p.dC[u.state] = dC * f;
    set_gate_gradient(p, u, 0, dC * g * slope(gate, i));
    set_gate_gradient(p, u, 1, dC * cBefore * slope(gate, f));
    set_gate_gradient(p, u, 2, dC * i * slope(candidate, g));
    set_gate_gradient(p, u, 3, dH * out * slope(gate, o));
  }
}
