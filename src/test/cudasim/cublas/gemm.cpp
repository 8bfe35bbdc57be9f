// The products of cuBLAS: every size, leading dimension, address and type is checked before a product is enqueued.
#include <array>
#include <cstdio>
#include <mutex>
#include <set>

#include "../driver/control.h"
#include "handle.h"
#include "product.h"

namespace {

const int COMPUTE_32F = 68, COMPUTE_32F_PEDANTIC = 69, FAST_16F = 74, FAST_16BF = 75, FAST_TF32 = 77;
const int TF32_MODE = 3, PEDANTIC_MODE = 2;

Status refuse(Status status, const char* what, const Product& p) {
    char line[200];
    snprintf(line, sizeof(line), "cublas: %s (m %d, n %d, k %d, lda %d, ldb %d, ldc %d, batch %d)", what, p.m, p.n, p.k,
             p.a.ld, p.b.ld, p.c.ld, p.count);
    cudasim_report(line);
    return status;
}

// The bytes from the first element to the last of a batch of `rows` by `columns` matrices.
bool inMemory(const Matrix& x, int rows, int columns, int count) {
    if (!rows || !columns || !count) return true;
    size_t elements = (size_t)(count - 1) * (size_t)x.stride + (size_t)(columns - 1) * (size_t)x.ld + (size_t)rows;
    return cudasim_in_device_memory((unsigned long long)x.data, elements * sizeOf(x.type));
}

bool aligned(const Matrix& x) { return (size_t)x.data % sizeOf(x.type) == 0; }

Status check(const Product& p) {
    if (p.m < 0 || p.n < 0 || p.k < 0 || p.count < 0) return refuse(BAD_VALUE, "a negative size", p);
    int rowsA = p.transposeA ? p.k : p.m, rowsB = p.transposeB ? p.n : p.k;
    auto least = [](int rows) { return rows > 1 ? rows : 1; };
    if (p.a.ld < least(rowsA)) return refuse(BAD_VALUE, "lda is less than the rows of A", p);
    if (p.b.ld < least(rowsB)) return refuse(BAD_VALUE, "ldb is less than the rows of B", p);
    if (p.c.ld < least(p.m)) return refuse(BAD_VALUE, "ldc is less than the rows of C", p);
    if (p.a.stride < 0 || p.b.stride < 0 || p.c.stride < 0) return refuse(BAD_VALUE, "a negative stride", p);
    if (p.count > 1 && p.c.stride < (long long)p.c.ld * (p.n - 1) + p.m) return refuse(BAD_VALUE, "the results of the batch overlap", p);
    if (!aligned(p.a) || !aligned(p.b) || !aligned(p.c)) return refuse(BAD_VALUE, "a matrix is not aligned to its elements", p);
    if (!p.m || !p.n) return DONE;
    if (!inMemory(p.a, rowsA, p.transposeA ? p.m : p.k, p.count)) return refuse(EXECUTION_FAILED, "A goes beyond its memory", p);
    if (!inMemory(p.b, rowsB, p.transposeB ? p.k : p.n, p.count)) return refuse(EXECUTION_FAILED, "B goes beyond its memory", p);
    if (!inMemory(p.c, p.m, p.n, p.count)) return refuse(EXECUTION_FAILED, "C goes beyond its memory", p);
    return DONE;
}

struct Task {
    Product product;
    unsigned long long workspace;
    size_t workspaceSize;
};

int run(void* argument) {
    const Task& task = *(const Task*)argument;
    if (check(task.product)) return 700;  // memory was freed since the call
    if (task.workspaceSize && !cudasim_in_device_memory(task.workspace, task.workspaceSize)) {
        refuse(EXECUTION_FAILED, "the workspace was freed", task.product);
        return 700;
    }
    compute(task.product);
    return 0;
}

// Whether a product of this kind was called before outside of captures; then its kernel is loaded.
bool isKnown(const Product& p, bool capturing) {
    static std::mutex mutex;
    static std::set<std::array<long, 9>> known;
    std::array<long, 9> kind = {p.transposeA, p.transposeB, p.m, p.n, p.k, p.count, (long)p.a.type, (long)p.c.type, (long)p.rounding};
    std::lock_guard<std::mutex> guard(mutex);
    if (!capturing) known.insert(kind);
    return known.count(kind) == 1;
}

Status submit(Handle* handle, int opA, int opB, Product p, const void* alpha, const void* beta) {
    if (!alive(handle)) return NO_HANDLE;
    if (cudasim_usable()) return EXECUTION_FAILED;
    if (opA < 0 || opA > 2 || opB < 0 || opB > 2 || !alpha || !beta) return BAD_VALUE;
    p.transposeA = opA != 0;
    p.transposeB = opB != 0;
    if (handle->pointerMode) {
        if (!cudasim_in_device_memory((unsigned long long)alpha, 4) || !cudasim_in_device_memory((unsigned long long)beta, 4))
            return refuse(BAD_VALUE, "alpha and beta must be in device memory in this pointer mode", p);
        p.alpha = (const float*)alpha;
        p.beta = (const float*)beta;
    } else {
        if (cudasim_in_device_memory((unsigned long long)alpha, 1) || cudasim_in_device_memory((unsigned long long)beta, 1))
            return refuse(BAD_VALUE, "alpha and beta must be in host memory in this pointer mode", p);
        p.alphaValue = *(const float*)alpha;
        p.betaValue = *(const float*)beta;
    }
    if (Status status = check(p)) return status;
    if (!handle->workspaceSize && cudasim_is_capturing(handle->stream))
        return refuse(INTERNAL, "captured without a workspace from the program", p);
    if (!isKnown(p, cudasim_is_capturing(handle->stream)))
        refuse(DONE, "first called in a capture: a library that has not loaded its kernel may refuse", p);
    p.workspaceSize = handle->workspaceSize;
    Task task = {p, handle->workspace, handle->workspaceSize};
    return cudasim_submit(handle->stream, run, &task, sizeof(task)) ? EXECUTION_FAILED : DONE;
}

Rounding roundingOf(const Handle* handle, int compute) {
    if (!alive(const_cast<Handle*>(handle)) || compute == COMPUTE_32F_PEDANTIC) return Rounding::none;
    if (compute == FAST_16F) return Rounding::f16;
    if (compute == FAST_16BF) return Rounding::bf16;
    int mode = handle->mathMode & 15;
    return compute == FAST_TF32 || (mode == TF32_MODE && mode != PEDANTIC_MODE) ? Rounding::tf32 : Rounding::none;
}

Matrix f32(const void* data, int ld, long long stride = 0) { return {const_cast<void*>(data), Type::f32, ld, stride}; }

// The types that cuBLAS documents for sums in float32: A and B have the same type, C has it too or is float32.
bool supported(int a, int b, int c, int compute) {
    bool known = a == 0 || a == 2 || a == 14;
    bool sums = compute == COMPUTE_32F || compute == COMPUTE_32F_PEDANTIC ||
                (a == 0 && (compute == FAST_16F || compute == FAST_16BF || compute == FAST_TF32));
    return known && a == b && (c == 0 || c == a) && sums;
}

}  // namespace

API Status cublasSgemm_v2(Handle* handle, int opA, int opB, int m, int n, int k, const float* alpha, const float* a, int lda,
                          const float* b, int ldb, const float* beta, float* c, int ldc) {
    Product p = {false, false, m, n, k, 1, f32(a, lda), f32(b, ldb), f32(c, ldc), nullptr, nullptr, 0, 0, roundingOf(handle, COMPUTE_32F)};
    return submit(handle, opA, opB, p, alpha, beta);
}

API Status cublasSgemmStridedBatched(Handle* handle, int opA, int opB, int m, int n, int k, const float* alpha, const float* a,
                                     int lda, long long strideA, const float* b, int ldb, long long strideB, const float* beta,
                                     float* c, int ldc, long long strideC, int count) {
    Product p = {false, false, m, n, k, count, f32(a, lda, strideA), f32(b, ldb, strideB), f32(c, ldc, strideC),
                 nullptr, nullptr, 0, 0, roundingOf(handle, COMPUTE_32F)};
    return submit(handle, opA, opB, p, alpha, beta);
}

API Status cublasGemmStridedBatchedEx(Handle* handle, int opA, int opB, int m, int n, int k, const void* alpha, const void* a,
                                      int typeA, int lda, long long strideA, const void* b, int typeB, int ldb, long long strideB,
                                      const void* beta, void* c, int typeC, int ldc, long long strideC, int count, int compute,
                                      int) {
    Product p = {false, false, m, n, k, count, {const_cast<void*>(a), (Type)typeA, lda, strideA},
                 {const_cast<void*>(b), (Type)typeB, ldb, strideB}, {c, (Type)typeC, ldc, strideC}, nullptr, nullptr, 0, 0,
                 roundingOf(handle, compute)};
    if (!supported(typeA, typeB, typeC, compute)) return refuse(UNSUPPORTED, "types or compute type not simulated", p);
    return submit(handle, opA, opB, p, alpha, beta);
}

API Status cublasGemmEx(Handle* handle, int opA, int opB, int m, int n, int k, const void* alpha, const void* a, int typeA,
                        int lda, const void* b, int typeB, int ldb, const void* beta, void* c, int typeC, int ldc, int compute,
                        int algorithm) {
    return cublasGemmStridedBatchedEx(handle, opA, opB, m, n, k, alpha, a, typeA, lda, 0, b, typeB, ldb, 0, beta, c, typeC, ldc,
                                      0, 1, compute, algorithm);
}
