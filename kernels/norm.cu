// The layer norms of a cell's products (Cell.java): of the product with the inputs, for all timesteps at once, and
// of the product with the state, for one timestep.
#include "recurrence.cuh"

// gates = norm(x W_ihᵀ) (.) gains. Runs after gates = x W_ihᵀ. Padding becomes zeros, whatever x holds there.
extern "C" __global__ void norm_input_forward(const Pass* pass) {
  const Pass p = *pass;
  FOR_EACH_BLOCK_ROW(r, (int64)p.timesteps * p.batch) {
    bool live = r / p.batch < p.lengths[r % p.batch];
    block_norm_forward(p.normInput, r, live, p.gateWidth, p.gates + r * p.gateWidth);
  }
}

// normInput.normed = the gradients with respect to x W_ihᵀ, from gates = the gradients with respect to its norm.
// Runs after the backward pass over all timesteps.
extern "C" __global__ void norm_input_backward(const Pass* pass) {
  const Pass p = *pass;
  FOR_EACH_BLOCK_ROW(r, (int64)p.timesteps * p.batch) {
    int64 at = r * p.gateWidth;
    block_norm_backward(p.normInput, r, p.gates + at, p.gateWidth, p.normInput.normed + at);
  }
}

// recurrent = norm(recurrent) (.) gains. Runs after recurrent = h W_hhᵀ.
extern "C" __global__ void norm_state_forward(const Pass* pass, int launch) {
  const Pass p = *pass;
  int step = p.first + launch;
  FOR_EACH_BLOCK_ROW(n, p.batch) {
    float* row = p.recurrent + n * p.gateWidth;
    block_norm_forward(p.normState, (int64)step * p.batch + n, step < p.lengths[n], p.gateWidth, row);
  }
}

// dGates = the gradients with respect to h W_hhᵀ, from those with respect to its norm. Runs before dH += dGates
// W_hh.
extern "C" __global__ void norm_state_backward(const Pass* pass, int launch) {
  const Pass p = *pass;
  int step = p.first - launch;
  FOR_EACH_BLOCK_ROW(n, p.batch) {
    int64 r = (int64)step * p.batch + n, at = n * p.gateWidth;
    block_norm_backward(p.normState, r, p.dGates + at, p.gateWidth, p.dGates + at);
    FOR_EACH_BLOCK_COLUMN(c, p.gateWidth) {
      float gradient = p.dGates[at + c];
      p.stateGradients[r * p.gateWidth + c] = gradient;
      if (p.dGatesRounded) p.dGatesRounded[at + c] = to_bfloat16(gradient);
    }
  }
}
