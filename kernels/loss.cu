// Losses and their gradients (LossOperations.java). Each takes three launches. The first sums the weights of the
// rows, because the gradient of a mean depends on that sum. The second computes the loss and the gradient of each
// row, one warp for a row. The third sums the results of the rows in a fixed order.
#include "common.cuh"

// The result of one row.
struct RowResult {
  float loss;
  int right;
};

__device__ __forceinline__ bool is_counted(const int* mask, int64 r) {
  return mask == nullptr || mask[r] != 0;
}

__device__ __forceinline__ bool is_class(int label, int classes) {
  return label >= 0 && label < classes;
}

// ------------------------------------------------------------------ the sum of the rows' weights, by one block

// The weight of a row is the weight of its class, or 1. In double, sums of ones are exact.
__device__ __forceinline__ float weight_of(const float* classWeights, int label) {
  return classWeights == nullptr ? 1 : classWeights[label];
}

extern "C" __global__ void count_labels(const int* labels, int64 rows, int classes,
                                        const float* classWeights, double* count, Fault* fault) {
  double counted = 0;
  for (int64 r = threadIdx.x; r < rows; r += blockDim.x) {
    within(fault, FAULT_LABEL, labels[r], -1, classes - 1, r);
    if (is_class(labels[r], classes)) counted += weight_of(classWeights, labels[r]);
  }
  counted = block_sum(counted);
  if (threadIdx.x == 0) *count = counted;
}

extern "C" __global__ void count_mask(const int* mask, int64 rows, double* count) {
  double counted = 0;
  for (int64 r = threadIdx.x; r < rows; r += blockDim.x) counted += is_counted(mask, r);
  counted = block_sum(counted);
  if (threadIdx.x == 0) *count = counted;
}

// ------------------------------------------------------------------ softmax

// Logits are shifted by the row's largest one, so no exponential overflows. A row with a NaN has the sum NaN.
struct Exponentials {
  float largest;
  float sum;
};

__device__ __forceinline__ Exponentials exponentials_of(const float* x, int columns) {
  Exponentials row = {__int_as_float(0xff800000), 0};  // minus infinity
  FOR_EACH_COLUMN(c, columns) row.largest = fmaxf(row.largest, x[c]);
  row.largest = warp_max(row.largest);
  FOR_EACH_COLUMN(c, columns) row.sum += expf(x[c] - row.largest);
  row.sum = warp_sum(row.sum);
  return row;
}

extern "C" __global__ void softmax(const float* logits, int64 rows, int columns,
                                   float* probabilities) {
  FOR_EACH_ROW(r, rows) {
    const float* x = logits + r * columns;
    Exponentials row = exponentials_of(x, columns);
    FOR_EACH_COLUMN(c, columns) {
      probabilities[r * columns + c] = expf(x[c] - row.largest) / row.sum;
    }
  }
}

// Whether the label's logit is the first largest one and none is NaN.
__device__ __forceinline__ bool wins(const float* x, int columns, int label) {
  float own = x[label];
  int beaten = 0;
  FOR_EACH_COLUMN(c, columns) beaten += !(c < label ? x[c] < own : x[c] <= own);
  return warp_sum(beaten) == 0;
}

extern "C" __global__ void softmax_cross_entropy(const float* logits, const int* labels,
                                                 const float* classWeights, int64 rows, int columns,
                                                 float weight, const double* count, float* dLogits,
                                                 RowResult* results) {
  float factor = *count == 0 ? 0 : weight / (float)*count;
  FOR_EACH_ROW(r, rows) {
    const float* x = logits + r * columns;
    int label = labels[r];
    bool counted = is_class(label, columns);
    RowResult result = {0, 0};
    Exponentials row = {0, 1};
    float own = 0;
    if (counted) {
      row = exponentials_of(x, columns);
      own = weight_of(classWeights, label);
      result.loss = own * (logf(row.sum) - (x[label] - row.largest));
      result.right = wins(x, columns, label);
    }
    __syncwarp();  // All lanes have read the row. From here on it may be overwritten.
    if (dLogits) {
      FOR_EACH_COLUMN(c, columns) {
        float p = expf(x[c] - row.largest) / row.sum;
        dLogits[r * columns + c] = counted ? (p - (c == label)) * (factor * own) : 0;
      }
    }
    if (threadIdx.x % 32 == 0) results[r] = result;
  }
}

// ------------------------------------------------------------------ element by element

// The mean is over rows and columns.
__device__ __forceinline__ float factor_of(float weight, const double* count, int columns) {
  return weight / max(1.0f, (float)*count * columns);
}

// Whether a target is a probability. If not, the first thread that finds a fault records it.
__device__ __forceinline__ bool is_probability(Fault* fault, float target, int64 index) {
  if (target >= 0 && target <= 1) return true;
  if (atomicCAS(&fault->code, 0, FAULT_TARGET) == 0) {
    fault->value = __float_as_int(target);
    fault->least = 0;
    fault->most = 1;
    fault->index = index;
  }
  return false;
}

// With s = sigmoid(x): -t ln(s) - (1 - t) ln(1 - s), in a form that never overflows.
extern "C" __global__ void sigmoid_cross_entropy(const float* logits, const float* targets,
                                                 const int* mask, int64 rows, int columns,
                                                 float weight, const double* count, float* dLogits,
                                                 RowResult* results, Fault* fault) {
  float factor = factor_of(weight, count, columns);
  FOR_EACH_ROW(r, rows) {
    bool counted = is_counted(mask, r);
    float loss = 0;
    int wrong = 0;
    FOR_EACH_COLUMN(c, columns) {
      int64 i = r * columns + c;
      float x = logits[i], t = targets[i], gradient = 0;
      if (counted && is_probability(fault, t, i)) {
        float e = expf(-fabsf(x));
        loss += fmaxf(x, 0) - x * t + log1pf(e);
        gradient = ((x >= 0 ? 1 : e) / (1 + e) - t) * factor;
        wrong += (x > 0) != (t > 0.5f) || x != x;
      }
      if (dLogits) dLogits[i] = gradient;
    }
    RowResult result = {warp_sum(loss), warp_sum(wrong) == 0 && counted};
    if (threadIdx.x % 32 == 0) results[r] = result;
  }
}

extern "C" __global__ void mean_squared_error(const float* predictions, const float* targets,
                                              const int* mask, int64 rows, int columns,
                                              float weight, const double* count, float* dPredictions,
                                              RowResult* results) {
  float factor = 2 * factor_of(weight, count, columns);
  FOR_EACH_ROW(r, rows) {
    bool counted = is_counted(mask, r);
    float loss = 0;
    FOR_EACH_COLUMN(c, columns) {
      int64 i = r * columns + c;
      float difference = counted ? predictions[i] - targets[i] : 0;
      loss += difference * difference;
      if (dPredictions) dPredictions[i] = difference * factor;
    }
    RowResult result = {warp_sum(loss), 0};
    if (threadIdx.x % 32 == 0) results[r] = result;
  }
}

// ------------------------------------------------------------------ the totals, by one block

// Sums in double, as the CPU does: in float, a mean over many rows would lose digits.
extern "C" __global__ void add_totals(const RowResult* results, int64 rows, int columns,
                                      float weight, const double* count, float* totals) {
  double loss = 0;
  int right = 0;
  for (int64 r = threadIdx.x; r < rows; r += blockDim.x) {
    loss += results[r].loss;
    right += results[r].right;
  }
  loss = block_sum(loss);
  right = block_sum(right);
  if (threadIdx.x == 0) {
    totals[0] += (float)(weight * loss / (*count == 0 ? 1 : *count * columns));
    totals[1] += right;
  }
}
