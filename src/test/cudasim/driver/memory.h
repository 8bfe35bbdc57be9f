// The memory of the simulated devices, and pinned host memory. Every allocation ends at a guard page and is filled
// with NaN (0xFF). Its addresses are never used again, so an access by a stale pointer stays a fault.
#pragma once
#include <string>

#include "codes.h"

enum class MemoryKind { device, pinned };

struct Allocation {
    MemoryKind kind;
    int device;
    size_t size;
    char *pages, *end;  // of the mapping; the allocation itself is (end - slack - size)
    size_t slack;       // bytes between its end and the guard page, which its alignment may need
};

// Null if there is no space; does not check the device's total.
void* allocate(MemoryKind kind, int device, size_t size);
// False if it is not the start of a live allocation of this kind. Reports writes around the allocation.
bool release(MemoryKind kind, void* pointer);
void releaseAll(int device);
bool registerHost(void* pointer, size_t size);
bool unregisterHost(void* pointer);

const Allocation* allocationAt(const void* pointer, const void** start);
// Whether [pointer, pointer + size) is inside one live allocation of device memory.
bool inDeviceMemory(DevicePointer pointer, size_t size);
bool isPinned(const void* pointer, size_t size);

// Describes an address that a kernel must not access.
std::string describeAddress(const void* address);
// Reports writes into the slack of any allocation; false if there was one.
bool slackIntact(const char* after);

size_t liveAllocations(MemoryKind kind);
size_t liveBytes(int device);
