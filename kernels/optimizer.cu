// The update rules of optimizers, and gradient clipping (UpdateOperations.java). The scale of the gradients is in
// device memory, because it depends on their norm. A null pointer means 1. NaN means that the update is skipped.
#include "common.cuh"

__device__ __forceinline__ float factor_of(const float* scale) { return scale ? *scale : 1; }

// ------------------------------------------------------------------ clipping

// One launch takes several gradients, so that a model's many small ones need few launches (GradientNorm.java).
enum { GRADIENTS = 32, CHUNK = 16384 };

struct Gradients {
  const float* values[GRADIENTS];
  int64 counts[GRADIENTS];  // 0 if there are fewer gradients
};

__device__ __forceinline__ int64 chunks_of(int64 count) { return (count + CHUNK - 1) / CHUNK; }

// The sum of squares of each chunk of each gradient, one block for a chunk. Sums in double, in which squares of
// floats cannot overflow.
extern "C" __global__ void sum_squares(Gradients gradients, double* sums) {
  int64 chunk = blockIdx.x;
  int which = 0;
  while (chunk >= chunks_of(gradients.counts[which])) {
    chunk -= chunks_of(gradients.counts[which]);
    which++;
  }
  const float* values = gradients.values[which];
  int64 end = min((chunk + 1) * CHUNK, gradients.counts[which]);
  double sum = 0;
  for (int64 at = chunk * CHUNK + threadIdx.x * 4; at < end; at += blockDim.x * 4) {
    Quad g = load(values, at, end);
    for (int k = 0; k < 4; k++) sum += (double)g.v[k] * g.v[k];
  }
  sum = block_sum(sum);
  if (threadIdx.x == 0) sums[blockIdx.x] = sum;
}

// The norm over all gradients, and the factor that clips it: NaN if the norm is NaN or infinite. One block.
extern "C" __global__ void clip_by_norm(const double* sums, int64 count, float maximum, float* norm,
                                        float* scale) {
  double sum = 0;
  for (int64 i = threadIdx.x; i < count; i += blockDim.x) sum += sums[i];
  double root = sqrt(block_sum(sum));
  if (threadIdx.x == 0) {
    *norm = (float)root;
    bool finite = root - root == 0;
    *scale = (float)(finite ? fmin(1.0, maximum / root) : root - root);
  }
}

// Sets the scale to NaN if a value is NaN or infinite.
extern "C" __global__ void refuse_unless_finite(const float* values, int64 n, float* scale) {
  FOR_EACH(i, n) {
    float rest = values[i] - values[i];
    if (rest != 0) *scale = rest;
  }
}

extern "C" __global__ void clip_by_value(float* gradient, int64 n, float limit) {
  FOR_EACH_QUAD(at, n) {
    Quad g = load(gradient, at, n);
    for (int k = 0; k < 4; k++) {
      g.v[k] = g.v[k] > limit ? limit : g.v[k] < -limit ? -limit : g.v[k];  // A NaN stays NaN.
    }
    store(gradient, at, n, g);
  }
}

// ------------------------------------------------------------------ update rules

extern "C" __global__ void sgd(float* weights, const float* gradient, const float* scale, int64 n,
                               float rate, float decay) {
  float factor = factor_of(scale);
  if (factor != factor) return;
  FOR_EACH_QUAD(at, n) {
    Quad w = load(weights, at, n), g = load(gradient, at, n);
    for (int k = 0; k < 4; k++) w.v[k] -= rate * (factor * g.v[k] + decay * w.v[k]);
    store(weights, at, n, w);
  }
}

// Nesterov momentum and plain momentum are both w -= rate * (of_gradient * g + of_velocity * v).
extern "C" __global__ void momentum(float* weights, const float* gradient, const float* scale,
                                    float* velocity, int64 n, float rate, float momentum,
                                    float of_gradient, float of_velocity, float decay) {
  float factor = factor_of(scale);
  if (factor != factor) return;
  FOR_EACH_QUAD(at, n) {
    Quad w = load(weights, at, n), g = load(gradient, at, n), v = load(velocity, at, n);
    for (int k = 0; k < 4; k++) {
      float slope = factor * g.v[k] + decay * w.v[k];
      v.v[k] = momentum * v.v[k] + slope;
      w.v[k] -= rate * (of_gradient * slope + of_velocity * v.v[k]);
    }
    store(velocity, at, n, v);
    store(weights, at, n, w);
  }
}

extern "C" __global__ void rms_prop(float* weights, const float* gradient, const float* scale,
                                    float* squares, int64 n, float rate, float keep, float epsilon,
                                    float decay) {
  float factor = factor_of(scale);
  if (factor != factor) return;
  FOR_EACH_QUAD(at, n) {
    Quad w = load(weights, at, n), g = load(gradient, at, n), s = load(squares, at, n);
    for (int k = 0; k < 4; k++) {
      float slope = factor * g.v[k] + decay * w.v[k];
      s.v[k] = keep * s.v[k] + (1 - keep) * (slope * slope);
      w.v[k] -= rate * slope / (sqrtf(s.v[k]) + epsilon);
    }
    store(squares, at, n, s);
    store(weights, at, n, w);
  }
}

// The host computes everything that is the same for all elements (AdamCoefficients.java).
struct Adam {
  float rate;             // corrected for the bias of the first moment
  float beta1;
  float beta2;
  float root_correction;  // corrects the bias of the second moment
  float epsilon;
  float decay;
  float keep_weights;
};

extern "C" __global__ void adam(float* weights, const float* gradient, const float* scale,
                                float* first_moment, float* second_moment, int64 n, Adam a) {
  float factor = factor_of(scale);
  if (factor != factor) return;
  FOR_EACH_QUAD(at, n) {
    Quad w = load(weights, at, n), g = load(gradient, at, n);
    Quad m = load(first_moment, at, n), v = load(second_moment, at, n);
    for (int k = 0; k < 4; k++) {
      float slope = factor * g.v[k] + a.decay * w.v[k];
      m.v[k] = a.beta1 * m.v[k] + (1 - a.beta1) * slope;
      v.v[k] = a.beta2 * v.v[k] + (1 - a.beta2) * (slope * slope);
      float root = sqrtf(v.v[k]) * a.root_correction + a.epsilon;
      w.v[k] = a.keep_weights * w.v[k] - a.rate * m.v[k] / root;
    }
    store(first_moment, at, n, m);
    store(second_moment, at, n, v);
    store(weights, at, n, w);
  }
}

extern "C" __global__ void moving_average(const float* weights, float* average, int64 n,
                                          float keep) {
  FOR_EACH_QUAD(at, n) {
    Quad w = load(weights, at, n), a = load(average, at, n);
    for (int k = 0; k < 4; k++) a.v[k] = keep * a.v[k] + (1 - keep) * w.v[k];
    store(average, at, n, a);
  }
}
