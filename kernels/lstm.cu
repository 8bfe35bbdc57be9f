// The long short-term memory cell, Lstm.java; gates i, f, g, o:
//   i, f, o = gate(W_i x + b_i + W_h h + b_h),  g = candidate(...)
//   c~ = f (.) c + i (.) g
//   m  = o (.) output(c~)
//   h~ = m, or W_hr m if projected
// Zoneout computes c' from c~ and h' from h~. If m is projected, inner holds m.
#include "recurrence.cuh"

struct Lstm {
  Gate gate;
  Gate candidate;
  Activation output;
  int coupled;
  float cellClip;
  float hiddenZoneout;
  float cellZoneout;
};

// A peephole's part of a pre-activation; also its part of the gradient with respect to c.
__device__ __forceinline__ float peephole(const float* weights, int column, float value) {
  return weights ? weights[column] * value : 0;
}

// ------------------------------------------------------------------ m and its gradient

// Stores m as the operand of the projection, or as h~.
__device__ __forceinline__ void set_m(const Pass& p, const Unit& u, const Lstm& cell, float m) {
  if (!p.m) {
    set_hidden(p, u, cell.hiddenZoneout, m);
    return;
  }
  p.m[u.state] = m;
  if (p.mRounded) p.mRounded[u.state] = to_bfloat16(m);
  if (p.inner) p.inner[u.before] = m;
}

// As set_m, for a unit in padding. There m is zero; it is only ever multiplied by gradients of zero.
__device__ __forceinline__ void pass_m_through(const Pass& p, const Unit& u) {
  if (!p.m) {
    pass_through(p, u);
    return;
  }
  p.m[u.state] = 0;
  if (p.mRounded) p.mRounded[u.state] = 0;
  if (p.inner) p.inner[u.before] = 0;
}

// The gradient with respect to m: that of h~, or the one that the projection's backward pass has written.
__device__ __forceinline__ HiddenGradient m_gradient(const Pass& p, const Unit& u,
                                                     const Lstm& cell) {
  if (!p.m) return hidden_gradient(p, u, cell.hiddenZoneout);
  HiddenGradient parts = {0, p.m[u.state]};
  return parts;
}

// output(c~) of a normalized c~.
__device__ __forceinline__ float output_of_normed(const Pass& p, const Unit& u, const Lstm& cell,
                                                  float normed) {
  return activate(cell.output, normed * p.normCell.gains[u.column] + p.biasC[u.column]);
}

// ------------------------------------------------------------------ a step

// The kernels bound their registers so that four blocks fit on a multiprocessor. Without that bound the compiler
// uses more registers for addresses, and only two blocks fit.

// Runs after recurrent = h W_hhᵀ. With layer normalization, lstm_norm_forward computes m.
extern "C" __global__ void __launch_bounds__(256, 4)
    lstm_forward(const Pass* pass, int launch, Lstm cell) {
  const Pass p = *pass;
  int step = p.first + launch, H = p.hidden;
  FOR_EACH(n, unit_count(p)) {
    Unit u = unit_at(p, step, 4, n);
    if (!u.live) {
      if (p.cells) p.cells[u.after] = 0;
      if (p.freshCells) p.freshCells[u.before] = 0;
      pass_m_through(p, u);
      continue;
    }
    float* gates = p.gates + u.gate;
    const float* recurrent = p.recurrent + u.product;
    int64 I = 0, F = H, G = 2 * (int64)H, O = 3 * (int64)H;
    float before = p.c[u.state];
    float i = gate_value(cell.gate, gates[I] + recurrent[I] + bias(p, u.column) +
                                        peephole(p.weightCi, u.column, before));
    float f = cell.coupled ? 1 - i
                           : gate_value(cell.gate, gates[F] + recurrent[F] + bias(p, u.column + H) +
                                                       peephole(p.weightCf, u.column, before));
    float g = gate_value(cell.candidate, gates[G] + recurrent[G] + bias(p, u.column + 2 * H));
    float fresh = limit(f * before + i * g, cell.cellClip);
    float o = gate_value(cell.gate, gates[O] + recurrent[O] + bias(p, u.column + 3 * H) +
                                        peephole(p.weightCo, u.column, fresh));
    float k = kept_share(p.zoneout, cell.cellZoneout, p.zoneout.firstCell + u.before);
    float c = cell.cellZoneout > 0 ? k * before + (1 - k) * fresh : fresh;
    gates[I] = i;
    gates[F] = f;
    gates[G] = g;
    gates[O] = o;
    p.c[u.state] = c;
    if (p.cells) p.cells[u.after] = c;
    if (p.freshCells) p.freshCells[u.before] = fresh;
    if (!p.normCell.gains) set_m(p, u, cell, o * activate(cell.output, fresh));
  }
}

// Runs before dH += dGates W_hh.
extern "C" __global__ void __launch_bounds__(256, 4)
    lstm_backward(const Pass* pass, int launch, Lstm cell) {
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
    float before = p.cells[u.before];
    HiddenGradient dM = m_gradient(p, u, cell);
    if (!p.m) p.dH[u.state] = dM.before;

    float out, dFresh;
    if (p.normCell.gains) {
      out = output_of_normed(p, u, cell, p.normCell.normed[u.before]);
      dFresh = p.dFresh[u.state];
    } else {
      out = activate(cell.output, p.freshCells ? p.freshCells[u.before] : p.cells[u.after]);
      dFresh = dM.fresh * o * slope(cell.output, out);
    }
    float dO = dM.fresh * out * gate_slope(cell.gate, o);

    float dC = u.cut ? 0 : p.dC[u.state];
    if (p.dCells) dC += p.dCells[u.output * p.dCellsStride + u.column];
    float kept = kept_share(p.zoneout, cell.cellZoneout, p.zoneout.firstCell + u.before) * dC;
    dFresh += dC - kept + peephole(p.weightCo, u.column, dO);
    if (is_limited(f * before + i * g, cell.cellClip)) dFresh = 0;

    float dI = dFresh * (cell.coupled ? g - before : g) * gate_slope(cell.gate, i);
    float dF = cell.coupled ? 0 : dFresh * before * gate_slope(cell.gate, f);
    p.dC[u.state] = kept + dFresh * f + peephole(p.weightCi, u.column, dI) +
                    peephole(p.weightCf, u.column, dF);
    set_gate_gradient(p, u, 0, dI);
    set_gate_gradient(p, u, 1, dF);
    set_gate_gradient(p, u, 2, dFresh * i * gate_slope(cell.candidate, g));
    set_gate_gradient(p, u, 3, dO);
  }
}

// ------------------------------------------------------------------ the norm of the cell state

// Runs after lstm_forward: computes m from the normalized c~.
extern "C" __global__ void lstm_norm_forward(const Pass* pass, int launch, Lstm cell) {
  const Pass p = *pass;
  int step = p.first + launch, H = p.hidden;
  FOR_EACH_BLOCK_ROW(n, p.batch) {
    int64 r = (int64)step * p.batch + n;
    bool live = step < p.lengths[n];
    const float* fresh = p.freshCells ? p.freshCells + r * H : p.c + n * H;
    Moments moments = {0, 0};
    if (live) moments = block_moments(fresh, H);
    keep_scale(p.normCell, r, moments.scale);
    FOR_EACH_BLOCK_COLUMN(column, H) {
      float normed = live ? (fresh[column] - moments.mean) * moments.scale : 0;
      keep_normed(p.normCell, r * H + column, normed);
      if (!live) continue;
      Unit u = unit_at(p, step, 4, n * H + column);
      float o = p.gates[u.gate + 3 * (int64)H];
      set_m(p, u, cell, o * output_of_normed(p, u, cell, normed));
    }
  }
}

// Runs before lstm_backward: computes the gradient with respect to c~ through its norm.
extern "C" __global__ void lstm_norm_backward(const Pass* pass, int launch, Lstm cell) {
  const Pass p = *pass;
  int step = p.first - launch, H = p.hidden;
  FOR_EACH_BLOCK_ROW(n, p.batch) {
    int64 r = (int64)step * p.batch + n;
    FOR_EACH_BLOCK_COLUMN(column, H) {
      Unit u = unit_at(p, step, 4, n * H + column);
      float gradient = 0;
      if (u.live) {
        float o = p.gates[u.gate + 3 * (int64)H];
        float out = output_of_normed(p, u, cell, p.normCell.normed[u.before]);
        gradient = m_gradient(p, u, cell).fresh * o * slope(cell.output, out);
      }
      p.outputGradients[u.before] = gradient;
    }
    block_norm_backward(p.normCell, r, p.outputGradients + r * H, H, p.dFresh + n * H);
  }
}

// ------------------------------------------------------------------ the projection

// Runs after projection = m W_hrᵀ.
extern "C" __global__ void lstm_project_forward(const Pass* pass, int launch, Lstm cell) {
  const Pass p = *pass;
  int step = p.first + launch;
  FOR_EACH(i, output_count(p)) {
    Unit u = unit_of(p, step, p.output, 0, i);
    if (u.live) {
      set_hidden(p, u, cell.hiddenZoneout, p.projection[u.state]);
    } else {
      pass_through(p, u);
    }
  }
}

// Runs before m = projection W_hr, which is the gradient with respect to m.
extern "C" __global__ void lstm_project_backward(const Pass* pass, int launch, Lstm cell) {
  const Pass p = *pass;
  int step = p.first - launch;
  FOR_EACH(i, output_count(p)) {
    Unit u = unit_of(p, step, p.output, 0, i);
    HiddenGradient dH = {0, 0};
    if (u.live) {
      dH = hidden_gradient(p, u, cell.hiddenZoneout);
      p.dH[u.state] = dH.before;
    }
    p.projection[u.state] = dH.fresh;
    if (p.projectionRounded) p.projectionRounded[u.state] = to_bfloat16(dH.fresh);
    p.projectionGradients[u.before] = dH.fresh;
  }
}
