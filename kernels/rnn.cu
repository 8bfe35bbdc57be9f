// The vanilla RNN, Rnn.java:
//   h' = act(W_ih x + b_ih + W_hh h + b_hh)
#include "recurrence.cuh"

// Runs after recurrent = h W_hhᵀ.
extern "C" __global__ void rnn_forward(const Pass* pass, int launch, Gate gate, float zoneout) {
  const Pass p = *pass;
  int step = p.first + launch;
  FOR_EACH(i, unit_count(p)) {
    Unit u = unit_at(p, step, 1, i);
    if (!u.live) {
      pass_through(p, u);
      continue;
    }
    float h = gate_value(gate, p.gates[u.gate] + p.recurrent[u.product] + bias(p, u.column));
    p.gates[u.gate] = h;
    set_hidden(p, u, zoneout, h);
  }
}

// Runs before dH += dGates W_hh.
extern "C" __global__ void rnn_backward(const Pass* pass, int launch, Gate gate, float zoneout) {
  const Pass p = *pass;
  int step = p.first - launch;
  FOR_EACH(i, unit_count(p)) {
    Unit u = unit_at(p, step, 1, i);
    if (!u.live) {
      set_gate_gradient(p, u, 0, 0);
      continue;
    }
    HiddenGradient dH = hidden_gradient(p, u, zoneout);
    float slope = gate_slope(gate, p.gates[u.gate]);
    p.dH[u.state] = dH.before;
    set_gate_gradient(p, u, 0, dH.fresh * slope);
  }
}
