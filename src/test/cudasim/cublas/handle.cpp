#include "handle.h"

#include <mutex>
#include <set>

#include "../driver/control.h"

static std::mutex mutex;
static std::set<Handle*> handles;

bool alive(Handle* handle) {
    std::lock_guard<std::mutex> guard(mutex);
    return handles.count(handle) == 1;
}

API Status cublasCreate_v2(Handle** handle) {
    if (cudasim_usable()) return NO_HANDLE;
    std::lock_guard<std::mutex> guard(mutex);
    *handle = *handles.insert(new Handle).first;
    cudasim_library_retains();  // The real library's runtime retains the context and never releases it.
    cudasim_blas_handle(1);
    return DONE;
}

API Status cublasDestroy_v2(Handle* handle) {
    std::lock_guard<std::mutex> guard(mutex);
    if (!handles.erase(handle)) return NO_HANDLE;
    delete handle;
    cudasim_blas_handle(-1);
    return DONE;
}

// As in cuBLAS, a new stream resets the workspace to the one of the library.
API Status cublasSetStream_v2(Handle* handle, void* stream) {
    if (!alive(handle)) return NO_HANDLE;
    handle->stream = stream;
    handle->workspace = 0;
    handle->workspaceSize = 0;
    return DONE;
}

API Status cublasGetStream_v2(Handle* handle, void** stream) {
    if (!alive(handle)) return NO_HANDLE;
    *stream = handle->stream;
    return DONE;
}

API Status cublasSetWorkspace_v2(Handle* handle, void* workspace, size_t size) {
    if (!alive(handle)) return NO_HANDLE;
    if (size && (!cudasim_in_device_memory((unsigned long long)workspace, size) || (size_t)workspace % 16)) return BAD_VALUE;
    handle->workspace = (unsigned long long)workspace;
    handle->workspaceSize = size;
    return DONE;
}

API Status cublasSetPointerMode_v2(Handle* handle, int mode) {
    if (!alive(handle)) return NO_HANDLE;
    if (mode != 0 && mode != 1) return BAD_VALUE;
    handle->pointerMode = mode;
    return DONE;
}

API Status cublasGetPointerMode_v2(Handle* handle, int* mode) {
    if (!alive(handle)) return NO_HANDLE;
    *mode = handle->pointerMode;
    return DONE;
}

API Status cublasSetMathMode(Handle* handle, int mode) {
    if (!alive(handle)) return NO_HANDLE;
    int base = mode & 15;
    if (base > 3 || (mode & ~(15 | 16))) return BAD_VALUE;
    handle->mathMode = mode;
    return DONE;
}

API Status cublasGetMathMode(Handle* handle, int* mode) {
    if (!alive(handle)) return NO_HANDLE;
    *mode = handle->mathMode;
    return DONE;
}

API Status cublasSetAtomicsMode(Handle* handle, int mode) {
    if (!alive(handle)) return NO_HANDLE;
    handle->atomicsMode = mode;
    return DONE;
}

API Status cublasGetAtomicsMode(Handle* handle, int* mode) {
    if (!alive(handle)) return NO_HANDLE;
    *mode = handle->atomicsMode;
    return DONE;
}

API Status cublasGetVersion_v2(Handle*, int* version) {
    *version = 120600;
    return DONE;
}

API Status cublasGetProperty(int type, int* value) {
    const int version[] = {12, 6, 0};
    if (type < 0 || type > 2) return BAD_VALUE;
    *value = version[type];
    return DONE;
}

API size_t cublasGetCudartVersion() { return 12060; }

API const char* cublasGetStatusName(Status status) {
    switch (status) {
        case DONE: return "CUBLAS_STATUS_SUCCESS";
        case NO_HANDLE: return "CUBLAS_STATUS_NOT_INITIALIZED";
        case ALLOCATION_FAILED: return "CUBLAS_STATUS_ALLOC_FAILED";
        case BAD_VALUE: return "CUBLAS_STATUS_INVALID_VALUE";
        case EXECUTION_FAILED: return "CUBLAS_STATUS_EXECUTION_FAILED";
        case INTERNAL: return "CUBLAS_STATUS_INTERNAL_ERROR";
        case UNSUPPORTED: return "CUBLAS_STATUS_NOT_SUPPORTED";
        default: return "unknown error";
    }
}

API const char* cublasGetStatusString(Status status) { return cublasGetStatusName(status); }
