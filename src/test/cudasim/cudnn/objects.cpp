#include "objects.h"

#include <cmath>
#include <cstdio>
#include <mutex>
#include <set>

#include "../driver/control.h"

#ifndef CUDNN_VERSION_HERE
#define CUDNN_VERSION_HERE 8907
#endif

static std::mutex mutex;
static std::set<const void*> objects;

bool alive(const void* object) {
    std::lock_guard<std::mutex> guard(mutex);
    return objects.count(object) == 1;
}

template <class T>
static Status create(T** object) {
    std::lock_guard<std::mutex> guard(mutex);
    objects.insert(*object = new T);
    cudasim_blas_handle(1);
    return DONE;
}

template <class T>
static Status destroy(T* object) {
    if (!object) return DONE;
    std::lock_guard<std::mutex> guard(mutex);
    if (!objects.erase(object)) return coded(BAD_PARAM);
    delete object;
    cudasim_blas_handle(-1);
    return DONE;
}

Status coded(Status status) {
    if (CUDNN_VERSION_HERE < 90000) return status;
    switch (status) {
        case NO_HANDLE: return 1001;
        case BAD_PARAM: return 2000;
        case UNSUPPORTED: return 3000;
        case EXECUTION_FAILED: return 5000;
        default: return status;
    }
}

Status refuse(Status status, const char* call, const char* why) {
    char line[200];
    snprintf(line, sizeof(line), "cudnn: %s: %s", call, why);
    cudasim_report(line);
    return coded(status);
}

API size_t cudnnGetVersion() { return CUDNN_VERSION_HERE; }

API const char* cudnnGetErrorString(Status status) {
    if (status == DONE) return "CUDNN_STATUS_SUCCESS";
    if (status == coded(NO_HANDLE)) return "CUDNN_STATUS_NOT_INITIALIZED";
    if (status == coded(BAD_PARAM)) return "CUDNN_STATUS_BAD_PARAM";
    if (status == coded(UNSUPPORTED)) return "CUDNN_STATUS_NOT_SUPPORTED";
    if (status == coded(EXECUTION_FAILED)) return "CUDNN_STATUS_EXECUTION_FAILED";
    return "CUDNN_STATUS_UNKNOWN";
}

API Status cudnnCreate(Handle** handle) {
    if (cudasim_usable()) return coded(NO_HANDLE);
    cudasim_library_retains();
    return create(handle);
}
API Status cudnnDestroy(Handle* handle) { return destroy(handle); }
API Status cudnnCreateRNNDescriptor(Rnn** rnn) { return create(rnn); }
API Status cudnnDestroyRNNDescriptor(Rnn* rnn) { return destroy(rnn); }
API Status cudnnCreateRNNDataDescriptor(Sequence** sequence) { return create(sequence); }
API Status cudnnDestroyRNNDataDescriptor(Sequence* sequence) { return destroy(sequence); }
API Status cudnnCreateTensorDescriptor(Tensor** tensor) { return create(tensor); }
API Status cudnnDestroyTensorDescriptor(Tensor* tensor) { return destroy(tensor); }

API Status cudnnSetStream(Handle* handle, void* stream) {
    if (!alive(handle)) return coded(NO_HANDLE);
    handle->stream = stream;
    return DONE;
}

API Status cudnnSetTensorNdDescriptor(Tensor* tensor, int type, int dimensions, const int* sizes, const int* strides) {
    const char* call = "cudnnSetTensorNdDescriptor";
    if (!alive(tensor) || type != 0 || dimensions < 3 || dimensions > 8) return refuse(BAD_PARAM, call, "a tensor of 3 to 8 dimensions in float32 is expected");
    tensor->dimensions = dimensions;
    for (int i = 0; i < dimensions; i++) {
        if (sizes[i] < 1) return refuse(BAD_PARAM, call, "an empty dimension");
        tensor->sizes[i] = sizes[i];
        tensor->strides[i] = strides[i];
    }
    return DONE;
}

// Stricter than cuDNN 8.9 and 9.5, which accept rows of length 0; older versions do not.
API Status cudnnSetRNNDataDescriptor(Sequence* sequence, int type, int layout, int timesteps, int batch, int width,
                                     const int* lengths, const float* fill) {
    const char* call = "cudnnSetRNNDataDescriptor";
    if (!alive(sequence) || type != 0) return refuse(BAD_PARAM, call, "no descriptor, or no float32");
    if (layout != 0) return refuse(UNSUPPORTED, call, "only the padded, time-major layout is simulated");
    if (timesteps < 1 || batch < 1 || width < 1 || !lengths) return refuse(BAD_PARAM, call, "an empty sequence");
    for (int n = 0; n < batch; n++)
        if (lengths[n] < 1 || lengths[n] > timesteps) return refuse(BAD_PARAM, call, "a length outside of 1 to T");
    *sequence = {true, timesteps, batch, width, std::vector<int>(lengths, lengths + batch), fill ? *fill : NAN};
    return DONE;
}

API Status cudnnSetRNNDescriptor_v8(Rnn* rnn, int algorithm, int mode, int bias, int direction, int inputMode, int type,
                                    int precision, int math, int input, int hidden, int output, int layers, void* dropout,
                                    unsigned flags) {
    const char* call = "cudnnSetRNNDescriptor_v8";
    if (!alive(rnn)) return refuse(BAD_PARAM, call, "no descriptor");
    if (direction || inputMode || layers != 1 || dropout)
        return refuse(UNSUPPORTED, call, "only one layer in one direction is simulated");
    if (algorithm != STANDARD && algorithm != PERSIST_STATIC_SMALL_H)
        return refuse(UNSUPPORTED, call, "only the standard algorithm and the one for few hidden units are simulated");
    if (type != 0 || precision != 0) return refuse(UNSUPPORTED, call, "only float32 is simulated");
    if (mode < RNN_RELU || mode > GRU || bias < 0 || bias > 3 || math < 0 || math > 3) return refuse(BAD_PARAM, call, "an unknown mode");
    if (input < 1 || hidden < 1 || output < 1) return refuse(BAD_PARAM, call, "an empty size");
    if (output > hidden || (output != hidden && mode != LSTM)) return refuse(UNSUPPORTED, call, "no such projection");
    if (algorithm == PERSIST_STATIC_SMALL_H) {
        if (cudasim_cudnn_refuses() == 1) return coded(UNSUPPORTED);
        if (output != hidden) return refuse(UNSUPPORTED, call, "a persistent algorithm with a projection");
        if (hidden > maxUnits(mode, false)) return refuse(UNSUPPORTED, call, "a persistent algorithm with too many hidden units");
    }
    if (flags != 1) return refuse(BAD_PARAM, call, "padded sequences need CUDNN_RNN_PADDED_IO_ENABLED");
    *rnn = {true, algorithm, mode, bias, math, input, hidden, output};
    return DONE;
}
