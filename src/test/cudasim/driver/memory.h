// The memory of the simulated devices, and pinned host memory. Every allocation ends at a page that nobody may
// touch, begins as NaN (0xFF), and its addresses are never given out again, so a stale pointer stays a fault.
#pragma once
#include <string>

#include "codes.h"

enum class MemoryKind { device, pinned };

struct Allocation {
    MemoryKind kind;
    int device;
    size_t size;
    char *pages, *end;  // of the mapping; the allocation itself is (end - slack - size)
    size_t slack;       // bytes behind it before the guard page, where its alignment leaves some
};

// Null when there is no room; does not look at the device's total.
void* allocate(MemoryKind kind, int device, size_t size);
// False: not the start of a live allocation of this kind. Reports writes around the allocation.
bool release(MemoryKind kind, void* pointer);
void releaseAll(int device);
bool registerHost(void* pointer, size_t size);
bool unregisterHost(void* pointer);

const Allocation* allocationAt(const void* pointer, const void** start);
// Whether [pointer, pointer + size) lies in one live allocation of device memory.
bool inDeviceMemory(DevicePointer pointer, size_t size);
bool isPinned(const void* pointer, size_t size);

// Says what lies at an address that a kernel should not have touched.
std::string describeAddress(const void* address);
// Reports writes into the slack of any allocation; false if there was one.
bool slackIntact(const char* after);

size_t liveAllocations(MemoryKind kind);
size_t liveBytes(int device);
