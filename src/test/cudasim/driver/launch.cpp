// cuLaunchKernel and the attributes of functions.
#include <cstring>
#include <map>

#include "block.h"
#include "launch.h"
#include "machine.h"
#include "queue.h"
#include "report.h"
#include "settings.h"

std::map<std::string, unsigned long> launchesOf;

namespace {

const int MAX_DYNAMIC_SHARED = 99 << 10;  // with the attribute; as the device's MAX_SHARED_MEMORY_PER_BLOCK_OPTIN

bool isLoaded(const Function* function) {
    for (Module* module : machine.modules)
        for (Function& known : module->functions)
            if (&known == function) return true;
    return false;
}

Result checkShape(const Function& function, const Shape& s) {
    const char* name = function.entry->name;
    size_t threads = (size_t)s.block.x * s.block.y * s.block.z;
    if (!s.grid.x || !s.grid.y || !s.grid.z || !threads) {
        report("%s: a launch of %ux%ux%u blocks of %ux%ux%u threads", name, s.grid.x, s.grid.y, s.grid.z, s.block.x, s.block.y, s.block.z);
        return INVALID_VALUE;
    }
    if (threads > 1024 || s.block.x > 1024 || s.block.y > 1024 || s.block.z > 64 || s.grid.x > 0x7fffffff || s.grid.y > 65535 || s.grid.z > 65535) {
        report("%s: %ux%ux%u blocks of %ux%ux%u threads are beyond the limits", name, s.grid.x, s.grid.y, s.grid.z, s.block.x, s.block.y, s.block.z);
        return INVALID_VALUE;
    }
    if (threads > function.entry->maxThreads) {
        report("%s: %zu threads a block, but __launch_bounds__ says %u", name, threads, function.entry->maxThreads);
        return LAUNCH_OUT_OF_RESOURCES;
    }
    if (s.sharedBytes > (unsigned)function.dynamicSharedLimit) {
        report("%s: %u bytes of dynamic shared memory, but at most %d are allowed", name, s.sharedBytes, function.dynamicSharedLimit);
        return INVALID_VALUE;
    }
    return SUCCESS;
}

// Reads `extra`: pairs of a tag and a pointer, ended by null. The size must be that of the kernel's parameters.
Result argumentsFromBuffer(const cudasim::Entry& entry, void** extra, std::string* arguments) {
    const char* buffer = nullptr;
    const size_t* size = nullptr;
    for (void** p = extra; *p; p += 2) {
        if (*p == (void*)1) buffer = (const char*)p[1];
        else if (*p == (void*)2) size = (const size_t*)p[1];
        else return INVALID_VALUE;
    }
    if (!buffer || !size) return INVALID_VALUE;
    if (*size != entry.parameterBytes) {
        report("%s: %zu bytes of arguments, but its parameters take %u", entry.name, *size, entry.parameterBytes);
        return INVALID_VALUE;
    }
    arguments->assign(buffer, *size);
    return SUCCESS;
}

Result argumentsFromPointers(const cudasim::Entry& entry, void** parameters, std::string* arguments) {
    arguments->assign(entry.parameterBytes, '\0');
    for (unsigned i = 0; i < entry.parameterCount; i++) {
        const cudasim::Parameter& p = entry.parameters[i];
        if (!parameters || !parameters[i]) return INVALID_VALUE;
        memcpy(&(*arguments)[p.offset], parameters[i], p.size);
    }
    return SUCCESS;
}

// The failure that a test has set, at the launch that it has chosen.
Result plannedFault(const cudasim::Entry& entry) {
    if (settings.faultKernel.empty() || (settings.faultKernel != "*" && settings.faultKernel != entry.name)) return SUCCESS;
    if (settings.faultAfter > 1) {
        settings.faultAfter--;
        return SUCCESS;
    }
    report("%s: fails with %d, as set", entry.name, settings.faultCode);
    return settings.faultCode;
}

Result execute(const cudasim::Entry& entry, const Shape& shape, const std::string& arguments) {
    machine.launches++;
    launchesOf[entry.name]++;
    if (Result fault = plannedFault(entry)) return fault;
    return runKernel(entry, shape, (const unsigned char*)arguments.data());
}

}  // namespace

API Result cuLaunchKernel(Function* function, unsigned gridX, unsigned gridY, unsigned gridZ, unsigned blockX,
                          unsigned blockY, unsigned blockZ, unsigned sharedBytes, Stream* handle, void** parameters,
                          void** extra) {
    BEGIN();
    Stream* stream = streamOf(handle, call.current);
    if (!stream || !isLoaded(function) || function->module->context != stream->context) return INVALID_HANDLE;
    Shape shape = {{gridX, gridY, gridZ}, {blockX, blockY, blockZ}, sharedBytes};
    if (Result error = checkShape(*function, shape)) return error;
    if (parameters && extra) return INVALID_VALUE;
    const cudasim::Entry* entry = function->entry;
    auto arguments = std::make_shared<std::string>();
    Result error = extra ? argumentsFromBuffer(*entry, extra, arguments.get())
                         : argumentsFromPointers(*entry, parameters, arguments.get());
    if (error) return error;
    if (!stream->capture) function->launched = true;
    else if (!function->launched) report("%s: first launched in a capture: a driver that has not loaded it may refuse", entry->name);
    return submit(stream, [=] { return execute(*entry, shape, *arguments); });
}

API Result cuFuncGetAttribute(int* value, int attribute, Function* function) {
    BEGIN();
    if (!isLoaded(function)) return INVALID_HANDLE;
    switch (attribute) {
        case 0: *value = (int)function->entry->maxThreads; break;  // MAX_THREADS_PER_BLOCK
        case 1: case 2: case 3: *value = 0; break;                 // static shared, constant and local memory
        case 4: *value = 32; break;                                // NUM_REGS
        case 5: case 6: *value = settings.capability; break;       // PTX_VERSION, BINARY_VERSION
        case 7: *value = 0; break;
        case 8: *value = function->dynamicSharedLimit; break;
        case 9: *value = -1; break;
        default: return INVALID_VALUE;
    }
    return SUCCESS;
}

API Result cuFuncSetAttribute(Function* function, int attribute, int value) {
    BEGIN();
    if (!isLoaded(function)) return INVALID_HANDLE;
    if (attribute == 9) return value >= -1 && value <= 100 ? SUCCESS : INVALID_VALUE;  // preferred carve-out
    if (attribute != 8 || value < 0 || value > MAX_DYNAMIC_SHARED) return INVALID_VALUE;
    function->dynamicSharedLimit = value;
    return SUCCESS;
}

API Result cuFuncSetCacheConfig(Function* function, int) {
    BEGIN();
    return isLoaded(function) ? SUCCESS : INVALID_HANDLE;
}

API Result cuOccupancyMaxActiveBlocksPerMultiprocessor(int* blocks, Function* function, int threads, size_t shared) {
    BEGIN();
    if (!isLoaded(function) || threads < 1 || threads > 1024) return INVALID_VALUE;
    *blocks = shared > (size_t)function->dynamicSharedLimit ? 0 : 1536 / threads;
    return SUCCESS;
}
