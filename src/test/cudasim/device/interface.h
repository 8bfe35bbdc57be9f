// The interface between the library of compiled kernels and the simulated driver: plain tables, no linking.
#pragma once
#include <cstddef>
#include <cstdint>

namespace cudasim {

struct Dim {
    unsigned x, y, z;
};

// Written by the driver before a thread continues; read by the kernels as threadIdx and so on.
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

// How the lanes of a warp exchange values at a synchronisation point.
enum class Exchange { none, shuffle, ballot };

// The driver's functions for kernels. `site` is the source line, for the report that threads wait at different
// lines.
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
