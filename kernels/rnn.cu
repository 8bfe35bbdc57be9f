// The vanilla recurrent cell, Rnn.java:
//   h' = act(W_ih x + b_ih + W_hh h + b_hh)
#include "recurrence.cuh"

// After recurrent = h W_hhᵀ.
extern "C" __global__ void rnn_forward(const Pass* pass, int launch, Activation activation) {
  const Pass p = *pass;
  int step = p.first + launch;
  FOR_EACH(i, unit_count(p)) {
    Unit u = unit_at(p, step, 1, i);
    if (!u.live) {
      pass_through(p, u);
      continue;
    }
    float h = activate(activation, p.gates[u.gate] + p.recurrent[u.product] + bias(p, u.column));
    p.gates[u.gate] = h;
    set_hidden(p, u, h);
  }
}

// Before dH += dGates W_hh.
extern "C" __global__ void rnn_backward(const Pass* pass, int launch, Activation activation) {
  const Pass p = *pass;
  int step = p.first - launch;
  FOR_EACH(i, unit_count(p)) {
    Unit u = unit_at(p, step, 1, i);
    if (!u.live) {
      set_gate_gradient(p, u, 0, 0);
      continue;
    }
    float gradient = hidden_gradient(p, u) * slope(activation, p.gates[u.gate]);
    p.dH[u.state] = 0;
    set_gate_gradient(p, u, 0, gradient);
  }
}
