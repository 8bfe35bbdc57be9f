// The equations of cudnnRNNMode_t as NVIDIA documents them, row by row, with sums in double.
#pragma once
#include "objects.h"

// One pass over sequences. The reserve space holds the values of Kept for each timestep of each row.
struct Pass {
    Rnn rnn;
    int timesteps, batch;
    const int* lengths;
    float fill;
    int rounding;  // 0: sums in double; 1: in float, ascending; 2: in float, descending
    const float *x, *w, *hx, *cx;
    float *y, *hy, *cy, *reserve;
    const float *dy, *dhy, *dcy;
    float *dx, *dhx, *dcx, *dw;
};

// Floats for each timestep of each row: G gates, then a state (c or q), m, and the gradient with respect to the
// output.
inline size_t keptFloats(const Rnn& rnn) { return (size_t)(rnn.gates() + 3) * rnn.hidden; }

void forward(const Pass& pass);
void backwardData(const Pass& pass);
void backwardWeights(const Pass& pass);
