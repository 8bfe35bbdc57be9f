// What the library of compiled kernels and the simulated driver know of each other: plain tables, no linking.
#pragma once
#include <cstddef>
#include <cstdint>

namespace cudasim {

struct Dim {
    unsigned x, y, z;
};

// Written by the driver before a thread runs on; read by the kernels as threadIdx and so on.
struct Coordinates {
    Dim threadIdx, blockIdx, blockDim, gridDim;
};

struct Parameter {
    unsigned offset, size;
};

struct Entry {
    const char* module;
    const char* name;
    unsigned maxThreads;  // of __launch_bounds__, or 1024
    const Parameter* parameters;
    unsigned parameterCount, parameterBytes;
    void (*call)(const unsigned char* arguments);  // runs one thread
};

// How lanes of a warp trade values at a point where they meet.
enum class Exchange { none, shuffle, ballot };

// What a kernel asks of the driver. `site` is the line in the source, told when threads meet at different ones.
struct Host {
    int (*blockBarrier)(int predicate, const char* site);  // the number of threads whose predicate holds
    uint64_t (*warpMeet)(unsigned mask, Exchange kind, uint64_t value, unsigned source, const char* site);
    unsigned (*lane)();
    void* (*dynamicShared)(size_t alignment);
    void* (*staticShared)(void** declaration, size_t size, size_t alignment);  // one array for each variable passed
    void (*misaligned)(const void* address, size_t alignment);  // does not return
    void (*trap)();                                             // does not return
};

struct KernelLibrary {
    Coordinates* where;
    const Entry* entries;
    size_t count;
};

}  // namespace cudasim

// The one symbol of libcudasim_kernels.so.
extern "C" const cudasim::KernelLibrary* cudasim_open_kernels(const cudasim::Host* host);
typedef const cudasim::KernelLibrary* (*OpenKernels)(const cudasim::Host*);
