#include "rnn.h"

#include <cmath>
#include <vector>

size_t Rnn::matrixAt(int layer) const {
    size_t at = 0;
    for (int k = 0; k < layer && k < layers(); k++) at += rows(k) * columns(k);
    return at;
}

size_t Rnn::biasAt(int layer) const {
    size_t at = matrixAt(layers());
    for (int k = 0; k < layer && k < 2 * gates(); k++) at += hasBias(k) ? hidden : 0;
    return at;
}

namespace {

typedef std::vector<double> Row;

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

// The addresses of one row at one timestep.
struct Place {
    const Pass& p;
    int n;
    float* kept(int t) const { return p.reserve + ((size_t)t * p.batch + n) * keptFloats(p.rnn); }
    float* gate(int t, int k) const { return kept(t) + (size_t)k * p.rnn.hidden; }
    float* state(int t) const { return gate(t, p.rnn.gates()); }
    float* inner(int t) const { return gate(t, p.rnn.gates() + 1); }
    float* outer(int t) const { return gate(t, p.rnn.gates() + 2); }
    size_t out(int t) const { return ((size_t)t * p.batch + n) * p.rnn.output; }
    size_t in(int t) const { return ((size_t)t * p.batch + n) * p.rnn.input; }
    const float* before(int t) const { return t ? p.y + out(t - 1) : p.hx ? p.hx + (size_t)n * p.rnn.output : nullptr; }
    double cell(int t, int j) const { return t ? state(t - 1)[j] : p.cx ? p.cx[(size_t)n * p.rnn.hidden + j] : 0; }
};

// W v + b of one linLayerID, element j.
double affine(const Pass& p, int layer, const float* v, int j) {
    const float* row = p.w + p.rnn.matrixAt(layer) + j * p.rnn.columns(layer);
    float bias = p.rnn.hasBias(layer) ? p.w[p.rnn.biasAt(layer) + j] : 0, rounded = bias;
    double sum = bias;
    size_t n = v ? p.rnn.columns(layer) : 0;
    for (size_t i = 0; i < n; i++) {
        size_t k = p.rounding == 2 ? n - 1 - i : i;
        sum += (double)row[k] * v[k];
        rounded += row[k] * v[k];
    }
    return p.rounding ? rounded : sum;
}

void step(const Place& at, int t) {
    const Pass& p = at.p;
    int G = p.rnn.gates(), H = p.rnn.hidden;
    const float *x = p.x + at.in(t), *h = at.before(t);
    for (int j = 0; j < H; j++) {
        double a[4], q[4];
        for (int k = 0; k < G; k++) a[k] = affine(p, k, x, j), q[k] = affine(p, G + k, h, j);
        double m;
        if (p.rnn.mode == LSTM) {
            double i = sigmoid(a[0] + q[0]), f = sigmoid(a[1] + q[1]), g = std::tanh(a[2] + q[2]), o = sigmoid(a[3] + q[3]);
            double c = f * at.cell(t, j) + i * g;
            at.gate(t, 0)[j] = (float)i, at.gate(t, 1)[j] = (float)f, at.gate(t, 2)[j] = (float)g, at.gate(t, 3)[j] = (float)o;
            at.state(t)[j] = (float)c;
            m = o * std::tanh(c);
        } else if (p.rnn.mode == GRU) {
            double r = sigmoid(a[0] + q[0]), i = sigmoid(a[1] + q[1]), n = std::tanh(a[2] + r * q[2]);
            at.gate(t, 0)[j] = (float)r, at.gate(t, 1)[j] = (float)i, at.gate(t, 2)[j] = (float)n;
            at.state(t)[j] = (float)q[2];
            m = (1 - i) * n + i * (h ? h[j] : 0);
        } else {
            double s = a[0] + q[0];
            m = p.rnn.mode == RNN_TANH ? std::tanh(s) : s > 0 ? s : s != s ? s : 0;
            at.gate(t, 0)[j] = (float)m;
        }
        at.inner(t)[j] = (float)m;
    }
    for (int j = 0; j < p.rnn.output; j++) p.y[at.out(t) + j] = p.rnn.projected() ? (float)affine(p, 2 * G, at.inner(t), j) : at.inner(t)[j];
}

// sum[i] += (Wᵀ v)[i]
void addTransposed(const Pass& p, int layer, const float* v, Row& sum) {
    const float* w = p.w + p.rnn.matrixAt(layer);
    for (size_t j = 0; j < p.rnn.rows(layer); j++)
        for (size_t i = 0; i < sum.size(); i++) sum[i] += (double)w[j * sum.size() + i] * v[j];
}

// Replaces gates by the gradients with respect to their pre-activations, and dh, dc by those of the previous
// timestep.
void stepBack(const Place& at, int t, Row& dh, Row& dc) {
    const Pass& p = at.p;
    int G = p.rnn.gates(), H = p.rnn.hidden, P = p.rnn.output;
    const float* h = at.before(t);
    for (int j = 0; j < P; j++) at.outer(t)[j] = (float)(dh[j] += p.dy[at.out(t) + j]);
    Row dm = dh;
    if (p.rnn.projected()) {
        dm.assign(H, 0);
        addTransposed(p, 2 * G, at.outer(t), dm);
    }
    dh.assign(P, 0);
    for (int j = 0; j < H; j++) {
        float *g0 = at.gate(t, 0) + j, *g1 = g0 + H, *g2 = g1 + H, *g3 = g2 + H;
        if (p.rnn.mode == LSTM) {
            double i = *g0, f = *g1, g = *g2, o = *g3, tc = std::tanh((double)at.state(t)[j]);
            double d = dc[j] + dm[j] * o * (1 - tc * tc);
            *g0 = (float)(d * g * i * (1 - i)), *g1 = (float)(d * at.cell(t, j) * f * (1 - f));
            *g2 = (float)(d * i * (1 - g * g)), *g3 = (float)(dm[j] * tc * o * (1 - o));
            dc[j] = d * f;
        } else if (p.rnn.mode == GRU) {
            double r = *g0, i = *g1, n = *g2, q = at.state(t)[j], hj = h ? h[j] : 0, a = dm[j] * (1 - i) * (1 - n * n);
            *g0 = (float)(a * q * r * (1 - r)), *g1 = (float)(dm[j] * (hj - n) * i * (1 - i)), *g2 = (float)a;
            at.state(t)[j] = (float)(a * r);
            dh[j] = dm[j] * i;
        } else {
            double y = *g0;
            *g0 = (float)(dm[j] * (p.rnn.mode == RNN_TANH ? 1 - y * y : y > 0 ? 1 : 0));
        }
    }
    Row dx(p.rnn.input, 0);
    for (int k = 0; k < G; k++) {
        addTransposed(p, k, at.gate(t, k), dx);
        addTransposed(p, G + k, p.rnn.mode == GRU && k == 2 ? at.state(t) : at.gate(t, k), dh);
    }
    for (int i = 0; i < p.rnn.input; i++) p.dx[at.in(t) + i] = (float)dx[i];
}

void addOuter(const Pass& p, int layer, const float* d, const float* v) {
    float* w = p.dw + p.rnn.matrixAt(layer);
    for (size_t j = 0; j < p.rnn.rows(layer); j++)
        for (size_t i = 0; v && i < p.rnn.columns(layer); i++) w[j * p.rnn.columns(layer) + i] += d[j] * v[i];
    if (!p.rnn.hasBias(layer)) return;
    for (int j = 0; j < p.rnn.hidden; j++) p.dw[p.rnn.biasAt(layer) + j] += d[j];
}

}  // namespace

void forward(const Pass& p) {
    for (int n = 0; n < p.batch; n++) {
        Place at{p, n};
        int length = p.lengths[n], P = p.rnn.output, H = p.rnn.hidden;
        for (int t = 0; t < length; t++) step(at, t);
        for (int t = length; t < p.timesteps; t++)
            for (int j = 0; j < P; j++) p.y[at.out(t) + j] = p.fill;
        for (int j = 0; p.hy && j < P; j++) p.hy[(size_t)n * P + j] = p.y[at.out(length - 1) + j];
        for (int j = 0; p.cy && j < H; j++) p.cy[(size_t)n * H + j] = at.state(length - 1)[j];
    }
}

void backwardData(const Pass& p) {
    for (int n = 0; n < p.batch; n++) {
        Place at{p, n};
        size_t P = p.rnn.output, H = p.rnn.hidden;
        Row dh(P, 0), dc(H, 0);
        for (size_t j = 0; p.dhy && j < P; j++) dh[j] = p.dhy[n * P + j];
        for (size_t j = 0; p.dcy && j < H; j++) dc[j] = p.dcy[n * H + j];
        for (int t = p.lengths[n] - 1; t >= 0; t--) stepBack(at, t, dh, dc);
        for (size_t j = 0; p.dhx && j < P; j++) p.dhx[n * P + j] = (float)dh[j];
        for (size_t j = 0; p.dcx && j < H; j++) p.dcx[n * H + j] = (float)dc[j];
    }
}

void backwardWeights(const Pass& p) {
    int G = p.rnn.gates();
    for (int n = 0; n < p.batch; n++) {
        Place at{p, n};
        for (int t = 0; t < p.lengths[n]; t++) {
            for (int k = 0; k < G; k++) {
                addOuter(p, k, at.gate(t, k), p.x + at.in(t));
                addOuter(p, G + k, p.rnn.mode == GRU && k == 2 ? at.state(t) : at.gate(t, k), at.before(t));
            }
            if (p.rnn.projected()) addOuter(p, 2 * G, at.outer(t), at.inner(t));
        }
    }
}
