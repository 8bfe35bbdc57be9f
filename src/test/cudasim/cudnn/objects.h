// The handle, the descriptors and the status codes of cuDNN 8. In a build for cuDNN 9, calls return the codes of 9.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

typedef int Status;
enum : Status { DONE = 0, NO_HANDLE = 1, BAD_PARAM = 3, EXECUTION_FAILED = 8, UNSUPPORTED = 9 };

enum Mode { RNN_RELU, RNN_TANH, LSTM, GRU };
enum Algorithm { STANDARD = 0, PERSIST_STATIC_SMALL_H = 3 };

// The largest number of hidden units for PERSIST_STATIC_SMALL_H.
inline int maxUnits(int mode, bool backward) { return mode <= RNN_TANH ? (backward ? 256 : 384) : (backward ? 128 : 192); }

struct Handle {
    void* stream = nullptr;
};

struct Rnn {
    bool set = false;
    int algorithm, mode, bias, math, input, hidden, output;
    int gates() const { return mode == LSTM ? 4 : mode == GRU ? 3 : 1; }
    bool projected() const { return output != hidden; }
    int layers() const { return 2 * gates() + (projected() ? 1 : 0); }
    // The offset of one linLayerID in floats. cuDNN 8.9 and 9.5 store all matrices first, then the biases, without
    // gaps.
    size_t rows(int layer) const { return layer == 2 * gates() ? output : hidden; }
    size_t columns(int layer) const { return layer == 2 * gates() ? hidden : layer < gates() ? input : output; }
    bool hasBias(int layer) const { return layer < 2 * gates() && (bias == 2 || (bias == 1 && layer < gates()) || (bias == 3 && layer >= gates())); }
    size_t matrixAt(int layer) const;
    size_t biasAt(int layer) const;
    size_t floats() const { return biasAt(2 * gates() + 1); }
};

struct Sequence {
    bool set = false;
    int timesteps = 0, batch = 0, width = 0;
    std::vector<int> lengths;
    float fill = 0;
    size_t floats() const { return (size_t)timesteps * batch * width; }
};

struct Tensor {
    int dimensions = 0;
    int sizes[8], strides[8];
};

bool alive(const void* object);

#define API extern "C" __attribute__((visibility("default")))
// Writes the reason to stderr and to the driver's reports.
Status refuse(Status status, const char* call, const char* why);
// The code in the numbering of the version that is built.
Status coded(Status status);
