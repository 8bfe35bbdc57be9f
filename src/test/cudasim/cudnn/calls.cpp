// The calls for recurrences: every descriptor, size and address is checked before work is enqueued.
#include <atomic>
#include <cmath>
#include <cstring>
#include <new>

#include "../driver/control.h"
#include "rnn.h"

namespace {

// The first float of the reserve space holds which call may follow, and by which algorithm.
float fresh(const Rnn& rnn) { return 1 + 10 * rnn.algorithm; }
float dataDone(const Rnn& rnn) { return 2 + 10 * rnn.algorithm; }

// Training and inference round differently, and so do two runs of one pass: cuDNN guarantees no equal bits.
int nextRounding(const Rnn& rnn, bool training) {
    static std::atomic<unsigned> passes;
    return ((training ? 0 : 1) + (rnn.algorithm ? 1 : 0) + passes++) % 3;
}

bool sameLengths(const Sequence& x) {
    for (int length : x.lengths)
        if (length != x.timesteps) return false;
    return true;
}

size_t workBytes(const Sequence& x, const Rnn& rnn, bool training) {
    return 64 + (training ? 0 : (size_t)x.timesteps * x.batch * keptFloats(rnn) * 4);
}

size_t reserveBytes(const Sequence& x, const Rnn& rnn) { return 64 + (size_t)x.timesteps * x.batch * keptFloats(rnn) * 4; }

bool there(const void* pointer, size_t floats) { return pointer && cudasim_in_device_memory((unsigned long long)pointer, floats * 4); }
bool thereIf(const void* pointer, size_t floats) { return !pointer || there(pointer, floats); }

bool states(const Tensor* tensor, int batch, int width) {
    return alive(tensor) && tensor->dimensions == 3 && tensor->sizes[0] == 1 && tensor->sizes[1] == batch &&
           tensor->sizes[2] == width && tensor->strides[2] == 1 && tensor->strides[1] == width && tensor->strides[0] == batch * width;
}

// What is wrong with the arguments that all calls have, or null.
const char* wrong(Handle* handle, const Rnn* rnn, const int* deviceLengths, const Sequence* x, const Sequence* y) {
    if (!alive(handle) || !alive(rnn) || !rnn->set) return "no handle, or a descriptor that was not set";
    if (deviceLengths) return "devSeqLengths is expected to be null since 8.9.1";
    if (!alive(x) || !alive(y) || !x->set || !y->set) return "a sequence descriptor that was not set";
    if (x->timesteps != y->timesteps || x->batch != y->batch || x->lengths != y->lengths) return "x and y differ in shape or lengths";
    if (x->width != rnn->input) return "x is not as wide as the descriptor says";
    if (y->width != rnn->output) return "y is not as wide as the descriptor says";
    return cudasim_usable() ? "no context" : nullptr;
}

const char* wrongSpaces(const Rnn& rnn, const Sequence& x, size_t weightBytes, const void* w, size_t work, const void* workspace,
                        size_t reserve, const void* reserveSpace, bool training) {
    if (weightBytes != rnn.floats() * 4 || !there(w, rnn.floats())) return "a weight space of another size, or beyond its memory";
    if (work < workBytes(x, rnn, training) || !there(workspace, work / 4)) return "too small a work space";
    if (training && (reserve < reserveBytes(x, rnn) || !there(reserveSpace, reserve / 4))) return "too small a reserve space";
    return !training && (reserve || reserveSpace) ? "a reserve space in inference" : nullptr;
}

enum Phase { FORWARD, BACKWARD_DATA, BACKWARD_WEIGHTS };

struct Task {
    Phase phase;
    Pass pass;
    bool training;
    float *work, *reserve;
    size_t workFloats;
    int lengths[1];
};

int run(void* argument) {
    Task& task = *(Task*)argument;
    Pass& p = task.pass;
    p.lengths = task.lengths;
    memset(task.work, 0xFF, task.workFloats * 4);
    p.reserve = (task.training ? task.reserve : task.work) + 16;
    float& next = *task.reserve;
    if (task.phase == FORWARD) {
        if (task.training) next = fresh(p.rnn);
        forward(p);
    } else if (task.phase == BACKWARD_DATA) {
        if (next != fresh(p.rnn)) return refuse(EXECUTION_FAILED, "cudnnRNNBackwardData_v8", "the reserve space is not fresh from a forward pass"), 700;
        next = dataDone(p.rnn);
        backwardData(p);
    } else {
        if (next != dataDone(p.rnn)) return refuse(EXECUTION_FAILED, "cudnnRNNBackwardWeights_v8", "the backward pass of the data must run before that of the weights"), 700;
        backwardWeights(p);
    }
    return 0;
}

Status submit(Handle* handle, Phase phase, const Pass& pass, const Sequence& x, bool training, void* work, size_t workSize, void* reserve) {
    std::vector<char> bytes(sizeof(Task) + x.batch * sizeof(int));
    Task* task = new (bytes.data()) Task{phase, pass, training, (float*)work, (float*)reserve, workSize / 4, {0}};
    task->pass.timesteps = x.timesteps;
    task->pass.batch = x.batch;
    memcpy(task->lengths, x.lengths.data(), x.batch * sizeof(int));
    return cudasim_submit(handle->stream, run, bytes.data(), bytes.size()) ? coded(EXECUTION_FAILED) : DONE;
}

}  // namespace

API Status cudnnGetRNNWeightSpaceSize(Handle* handle, Rnn* rnn, size_t* size) {
    if (!alive(handle) || !alive(rnn) || !rnn->set) return refuse(BAD_PARAM, "cudnnGetRNNWeightSpaceSize", "a descriptor that was not set");
    *size = rnn->floats() * 4;
    return DONE;
}

API Status cudnnGetRNNWeightParams(Handle* handle, Rnn* rnn, int pseudoLayer, size_t size, const float* space, int layer,
                                   Tensor* matrixShape, const float** matrix, Tensor* biasShape, const float** bias) {
    const char* call = "cudnnGetRNNWeightParams";
    if (!alive(handle) || !alive(rnn) || !rnn->set || !alive(matrixShape) || !alive(biasShape)) return refuse(BAD_PARAM, call, "a descriptor that was not set");
    if (pseudoLayer || layer < 0 || layer >= rnn->layers()) return refuse(BAD_PARAM, call, "no such layer");
    if (size != rnn->floats() * 4 || !there(space, rnn->floats())) return refuse(BAD_PARAM, call, "a weight space of another size");
    *matrix = space + rnn->matrixAt(layer);
    *bias = rnn->hasBias(layer) ? space + rnn->biasAt(layer) : nullptr;
    return DONE;
}

API Status cudnnGetRNNTempSpaceSizes(Handle* handle, Rnn* rnn, int training, Sequence* x, size_t* work, size_t* reserve) {
    if (!alive(handle) || !alive(rnn) || !rnn->set || !alive(x) || !x->set) return refuse(BAD_PARAM, "cudnnGetRNNTempSpaceSizes", "a descriptor that was not set");
    *work = workBytes(*x, *rnn, training);
    *reserve = training ? reserveBytes(*x, *rnn) : 0;
    return DONE;
}

API Status cudnnRNNForward(Handle* handle, Rnn* rnn, int training, const int* deviceLengths, Sequence* xd, const float* x,
                           Sequence* yd, float* y, Tensor* hd, const float* hx, float* hy, Tensor* cd, const float* cx, float* cy,
                           size_t weightSize, const float* w, size_t workSize, void* work, size_t reserveSize, void* reserve) {
    const char* call = "cudnnRNNForward";
    if (const char* why = wrong(handle, rnn, deviceLengths, xd, yd)) return refuse(BAD_PARAM, call, why);
    if (const char* why = wrongSpaces(*rnn, *xd, weightSize, w, workSize, work, reserveSize, reserve, training)) return refuse(BAD_PARAM, call, why);
    size_t h = (size_t)xd->batch * rnn->output, c = (size_t)xd->batch * rnn->hidden;
    if (!there(x, xd->floats()) || !there(y, yd->floats())) return refuse(BAD_PARAM, call, "x or y goes beyond its memory");
    if (!states(hd, xd->batch, rnn->output) || !thereIf(hx, h) || !thereIf(hy, h)) return refuse(BAD_PARAM, call, "h is not as described");
    if (rnn->mode == LSTM && (!states(cd, xd->batch, rnn->hidden) || !thereIf(cx, c) || !thereIf(cy, c))) return refuse(BAD_PARAM, call, "c is not as described");
    if (rnn->mode != LSTM && (cx || cy)) return refuse(BAD_PARAM, call, "a cell state where there is none");
    if (rnn->algorithm) {
        if (cudasim_cudnn_refuses() == 2) return coded(UNSUPPORTED);
        if (!sameLengths(*xd)) return refuse(UNSUPPORTED, call, "a persistent algorithm with rows of different lengths");
        cudasim_ran("cudnn_persistent");
    }
    Pass p{};
    p.rounding = nextRounding(*rnn, training);
    p.rnn = *rnn, p.fill = yd->fill, p.x = x, p.w = w, p.hx = hx, p.cx = cx, p.y = y, p.hy = hy, p.cy = cy;
    return submit(handle, FORWARD, p, *xd, training, work, workSize, reserve);
}

API Status cudnnRNNBackwardData_v8(Handle* handle, Rnn* rnn, const int* deviceLengths, Sequence* yd, const float* y, const float* dy,
                                   Sequence* xd, float* dx, Tensor* hd, const float* hx, const float* dhy, float* dhx, Tensor* cd,
                                   const float* cx, const float* dcy, float* dcx, size_t weightSize, const float* w, size_t workSize,
                                   void* work, size_t reserveSize, void* reserve) {
    const char* call = "cudnnRNNBackwardData_v8";
    if (const char* why = wrong(handle, rnn, deviceLengths, xd, yd)) return refuse(BAD_PARAM, call, why);
    if (const char* why = wrongSpaces(*rnn, *xd, weightSize, w, workSize, work, reserveSize, reserve, true)) return refuse(BAD_PARAM, call, why);
    if (rnn->algorithm && rnn->hidden > maxUnits(rnn->mode, true)) return refuse(UNSUPPORTED, call, "a persistent algorithm with too many hidden units");
    size_t h = (size_t)xd->batch * rnn->output, c = (size_t)xd->batch * rnn->hidden;
    if (!there(y, yd->floats()) || !there(dy, yd->floats()) || !there(dx, xd->floats())) return refuse(BAD_PARAM, call, "y, dy or dx goes beyond its memory");
    if (!states(hd, xd->batch, rnn->output) || !thereIf(hx, h) || !thereIf(dhy, h) || !thereIf(dhx, h)) return refuse(BAD_PARAM, call, "h is not as described");
    if (rnn->mode == LSTM && (!states(cd, xd->batch, rnn->hidden) || !thereIf(cx, c) || !thereIf(dcy, c) || !thereIf(dcx, c)))
        return refuse(BAD_PARAM, call, "c is not as described");
    Pass p{};
    p.rnn = *rnn, p.w = w, p.hx = hx, p.cx = cx, p.y = const_cast<float*>(y), p.dy = dy, p.dx = dx, p.dhy = dhy, p.dhx = dhx, p.dcy = dcy, p.dcx = dcx;
    return submit(handle, BACKWARD_DATA, p, *xd, true, work, workSize, reserve);
}

API Status cudnnRNNBackwardWeights_v8(Handle* handle, Rnn* rnn, int set, const int* deviceLengths, Sequence* xd, const float* x,
                                      Tensor* hd, const float* hx, Sequence* yd, const float* y, size_t weightSize, float* dw,
                                      size_t workSize, void* work, size_t reserveSize, void* reserve) {
    const char* call = "cudnnRNNBackwardWeights_v8";
    if (const char* why = wrong(handle, rnn, deviceLengths, xd, yd)) return refuse(BAD_PARAM, call, why);
    if (const char* why = wrongSpaces(*rnn, *xd, weightSize, dw, workSize, work, reserveSize, reserve, true)) return refuse(BAD_PARAM, call, why);
    if (set) return refuse(UNSUPPORTED, call, "only CUDNN_WGRAD_MODE_ADD is supported");
    if (!there(x, xd->floats()) || !there(y, yd->floats())) return refuse(BAD_PARAM, call, "x or y goes beyond its memory");
    if (!states(hd, xd->batch, rnn->output) || !thereIf(hx, (size_t)xd->batch * rnn->output)) return refuse(BAD_PARAM, call, "h is not as described");
    Pass p{};
    p.rnn = *rnn, p.x = x, p.hx = hx, p.y = const_cast<float*>(y), p.dw = dw;
    return submit(handle, BACKWARD_WEIGHTS, p, *xd, true, work, workSize, reserve);
}
