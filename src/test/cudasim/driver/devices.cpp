// Initialisation, devices and their attributes.
#include <cstdio>
#include <cstring>

#include "machine.h"
#include "memory.h"
#include "report.h"
#include "settings.h"

API Result cuInit(unsigned flags) {
    BEGIN(Call::nothing);
    static bool read = (readEnvironment(), true);
    (void)read;
    if (flags) return INVALID_VALUE;
    if (settings.lost) return settings.lost;
    if (settings.devices < 1) return NO_DEVICE;
    machine.initialized = true;
    return SUCCESS;
}

API Result cuDriverGetVersion(int* version) {
    BEGIN(Call::nothing);
    static bool read = (readEnvironment(), true);
    (void)read;
    *version = settings.driverVersion;
    return SUCCESS;
}

API Result cuDeviceGetCount(int* count) {
    BEGIN(Call::driver);
    *count = settings.devices;
    return SUCCESS;
}

API Result cuDeviceGet(int* device, int ordinal) {
    BEGIN(Call::driver);
    if (!exists(ordinal)) return INVALID_DEVICE;
    *device = ordinal;
    return SUCCESS;
}

API Result cuDeviceGetName(char* name, int length, int device) {
    BEGIN(Call::driver);
    if (!exists(device)) return INVALID_DEVICE;
    if (!name || length < 1) return INVALID_VALUE;
    snprintf(name, (size_t)length, "Simulated device %d", device);
    return SUCCESS;
}

API Result cuDeviceTotalMem_v2(size_t* bytes, int device) {
    BEGIN(Call::driver);
    if (!exists(device)) return INVALID_DEVICE;
    *bytes = settings.totalMemory;
    return SUCCESS;
}

API Result cuDeviceGetUuid(char* uuid, int device) {
    BEGIN(Call::driver);
    if (!exists(device)) return INVALID_DEVICE;
    memset(uuid, 0, 16);
    memcpy(uuid, "cudasim", 7);
    uuid[15] = (char)device;
    return SUCCESS;
}

API Result cuDeviceGetPCIBusId(char* id, int length, int device) {
    BEGIN(Call::driver);
    if (!exists(device)) return INVALID_DEVICE;
    snprintf(id, (size_t)length, "0000:%02x:00.0", device + 1);
    return SUCCESS;
}

API Result cuDeviceComputeCapability(int* major, int* minor, int device) {
    BEGIN(Call::driver);
    if (!exists(device)) return INVALID_DEVICE;
    *major = settings.capability / 10;
    *minor = settings.capability % 10;
    return SUCCESS;
}

API Result cuDeviceGetAttribute(int* value, int attribute, int device) {
    BEGIN(Call::driver);
    if (!exists(device)) return INVALID_DEVICE;
    switch (attribute) {
        case 1: *value = 1024; break;               // MAX_THREADS_PER_BLOCK
        case 2: case 3: *value = 1024; break;       // MAX_BLOCK_DIM_X, Y
        case 4: *value = 64; break;                 // MAX_BLOCK_DIM_Z
        case 5: *value = 0x7fffffff; break;         // MAX_GRID_DIM_X
        case 6: case 7: *value = 65535; break;      // MAX_GRID_DIM_Y, Z
        case 8: *value = 48 << 10; break;           // MAX_SHARED_MEMORY_PER_BLOCK
        case 9: *value = 64 << 10; break;           // TOTAL_CONSTANT_MEMORY
        case 10: *value = 32; break;                // WARP_SIZE
        case 12: *value = 65536; break;             // MAX_REGISTERS_PER_BLOCK
        case 13: *value = 1500000; break;           // CLOCK_RATE, kHz
        case 14: *value = 512; break;               // TEXTURE_ALIGNMENT
        case 15: *value = 1; break;                 // GPU_OVERLAP
        case 16: *value = 4; break;                 // MULTIPROCESSOR_COUNT
        case 17: case 18: *value = 0; break;        // KERNEL_EXEC_TIMEOUT, INTEGRATED
        case 19: *value = 1; break;                 // CAN_MAP_HOST_MEMORY
        case 20: *value = 0; break;                 // COMPUTE_MODE
        case 31: *value = 1; break;                 // CONCURRENT_KERNELS
        case 33: *value = device + 1; break;        // PCI_BUS_ID
        case 34: case 50: *value = 0; break;        // PCI_DEVICE_ID, PCI_DOMAIN_ID
        case 36: *value = 5000000; break;           // MEMORY_CLOCK_RATE, kHz
        case 37: *value = 384; break;               // GLOBAL_MEMORY_BUS_WIDTH
        case 38: *value = 4 << 20; break;           // L2_CACHE_SIZE
        case 39: *value = 1536; break;              // MAX_THREADS_PER_MULTIPROCESSOR
        case 40: *value = 2; break;                 // ASYNC_ENGINE_COUNT
        case 41: *value = 1; break;                 // UNIFIED_ADDRESSING
        case 75: *value = settings.capability / 10; break;
        case 76: *value = settings.capability % 10; break;
        case 78: *value = 1; break;                 // STREAM_PRIORITIES_SUPPORTED
        case 81: *value = 100 << 10; break;         // MAX_SHARED_MEMORY_PER_MULTIPROCESSOR
        case 82: *value = 65536; break;             // MAX_REGISTERS_PER_MULTIPROCESSOR
        case 83: case 84: case 88: case 89: *value = 0; break;  // managed memory, multi-GPU board, pageable access
        case 95: *value = 0; break;                 // COOPERATIVE_LAUNCH: blocks run one after the other
        case 97: *value = 99 << 10; break;          // MAX_SHARED_MEMORY_PER_BLOCK_OPTIN
        case 115: *value = 0; break;                // MEMORY_POOLS_SUPPORTED
        default:
            report("cuDeviceGetAttribute: attribute %d is not simulated", attribute);
            return INVALID_VALUE;
    }
    return SUCCESS;
}

API Result cuDeviceCanAccessPeer(int* can, int device, int peer) {
    BEGIN(Call::driver);
    if (!exists(device) || !exists(peer)) return INVALID_DEVICE;
    *can = 0;
    return SUCCESS;
}
