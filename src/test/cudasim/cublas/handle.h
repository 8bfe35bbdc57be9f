// A cuBLAS handle and the library's status codes.
#pragma once
#include <cstddef>

typedef int Status;
enum : Status {
    DONE = 0,
    NO_HANDLE = 1,
    ALLOCATION_FAILED = 3,
    BAD_VALUE = 7,
    EXECUTION_FAILED = 13,
    INTERNAL = 14,
    UNSUPPORTED = 15,
};

struct Handle {
    void* stream = nullptr;
    int pointerMode = 0;  // 1: alpha and beta are in device memory
    int mathMode = 0;     // 3: TF32
    int atomicsMode = 0;
    unsigned long long workspace = 0;
    size_t workspaceSize = 0;
};

bool alive(Handle* handle);

#define API extern "C" __attribute__((visibility("default")))
