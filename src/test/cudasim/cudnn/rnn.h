// The equations of cudnnRNNMode_t as NVIDIA documents them, row by row, with sums in double.
#pragma once
#include "objects.h"

// One pass over sequences. Reserve holds, for each step of each row, what Kept names.
struct Pass {
    Rnn rnn;
    int timesteps, batch;
    const int* lengths;
    float fill;
    int rounding;  // sums in double; in float from the first product on; from the last on
    const float *x, *w, *hx, *cx;
    float *y, *hy, *cy, *reserve;
    const float *dy, *dhy, *dcy;
    float *dx, *dhx, *dcx, *dw;
};

// Floats for each step of each row: G gates, then a state (c or q), m, and the gradient by the output.
inline size_t keptFloats(const Rnn& rnn) { return (size_t)(rnn.gates() + 3) * rnn.hidden; }

void forward(const Pass& pass);
void backwardData(const Pass& pass);
void backwardWeights(const Pass& pass);
