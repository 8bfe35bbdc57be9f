// The driver API's calls that allocate and free memory.
#include <cstring>

#include "machine.h"
#include "memory.h"
#include "queue.h"
#include "report.h"
#include "settings.h"

API Result cuMemAlloc_v2(DevicePointer* pointer, size_t size) {
    BEGIN();
    if (Result forbidden = forbiddenInCapture()) return forbidden;
    if (!pointer || !size) return INVALID_VALUE;
    int device = call.current->device;
    size_t used = liveBytes(device);
    void* memory = size <= settings.totalMemory && used <= settings.totalMemory - size
                       ? allocate(MemoryKind::device, device, size)
                       : nullptr;
    if (!memory) return OUT_OF_MEMORY;
    *pointer = (DevicePointer)memory;
    return SUCCESS;
}

// As the real call, it waits for the work of the whole context.
API Result cuMemFree_v2(DevicePointer pointer) {
    BEGIN(Call::context);
    if (Result forbidden = forbiddenInCapture()) return forbidden;
    if (!pointer) return SUCCESS;
    drainContext(call.current);
    if (!release(MemoryKind::device, (void*)pointer)) return INVALID_VALUE;
    return call.current->failure;
}

API Result cuMemGetInfo_v2(size_t* free, size_t* total) {
    BEGIN();
    size_t used = liveBytes(call.current->device);
    *total = settings.totalMemory;
    *free = used < *total ? *total - used : 0;
    return SUCCESS;
}

API Result cuMemGetAddressRange_v2(DevicePointer* base, size_t* size, DevicePointer pointer) {
    BEGIN();
    const void* start;
    const Allocation* allocation = allocationAt((const void*)pointer, &start);
    if (!allocation) return NOT_FOUND;
    if (base) *base = (DevicePointer)start;
    if (size) *size = allocation->size;
    return SUCCESS;
}

API Result cuMemHostAlloc(void** pointer, size_t size, unsigned) {
    BEGIN();
    if (Result forbidden = forbiddenInCapture()) return forbidden;
    if (!pointer || !size) return INVALID_VALUE;
    *pointer = allocate(MemoryKind::pinned, call.current->device, size);
    return *pointer ? SUCCESS : OUT_OF_MEMORY;
}

API Result cuMemAllocHost_v2(void** pointer, size_t size) { return cuMemHostAlloc(pointer, size, 0); }

API Result cuMemFreeHost(void* pointer) {
    BEGIN(Call::context);
    drainContext(call.current);
    return release(MemoryKind::pinned, pointer) ? call.current->failure : INVALID_VALUE;
}

API Result cuMemHostRegister_v2(void* pointer, size_t size, unsigned) {
    BEGIN();
    if (!pointer || !size) return INVALID_VALUE;
    return registerHost(pointer, size) ? SUCCESS : INVALID_VALUE;
}

API Result cuMemHostUnregister(void* pointer) {
    BEGIN(Call::context);
    drainContext(call.current);
    return unregisterHost(pointer) ? SUCCESS : INVALID_VALUE;
}

API Result cuMemHostGetDevicePointer_v2(DevicePointer* device, void* host, unsigned) {
    BEGIN();
    if (!isPinned(host, 1)) return INVALID_VALUE;
    *device = (DevicePointer)host;
    return SUCCESS;
}

API Result cuMemHostGetFlags(unsigned* flags, void* host) {
    BEGIN();
    if (!isPinned(host, 1)) return INVALID_VALUE;
    *flags = 0;
    return SUCCESS;
}
