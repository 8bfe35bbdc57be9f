// Copies and fills. A copy accesses pinned memory when it runs. It reads pageable memory during the call and writes
// it before the call returns. A real driver does the same.
#include <cstdint>
#include <cstring>
#include <memory>

#include "machine.h"
#include "memory.h"
#include "queue.h"
#include "report.h"

static Result checkDevice(const char* function, DevicePointer pointer, size_t size) {
    if (inDeviceMemory(pointer, size)) return SUCCESS;
    report("%s of %zu bytes: %s", function, size, describeAddress((const char*)pointer).c_str());
    return INVALID_VALUE;
}

// The memory may have been freed between submission and execution.
static Result copyNow(const char* function, void* to, const void* from, size_t size, DevicePointer device) {
    if (!inDeviceMemory(device, size)) {
        report("%s of %zu bytes: %s by the time it runs", function, size, describeAddress((const char*)device).c_str());
        return ILLEGAL_ADDRESS;
    }
    memmove(to, from, size);
    return SUCCESS;
}

static Result pinnedNow(const char* function, const void* host, size_t size) {
    if (isPinned(host, size)) return SUCCESS;
    report("%s of %zu bytes: the pinned memory was freed before the copy ran", function, size);
    return ILLEGAL_ADDRESS;
}

static Result pageableInCapture(const char* function, Stream* stream) {
    report("%s: a capture cannot use pageable host memory", function);
    stream->capture->broken = CAPTURE_INVALIDATED;
    return CAPTURE_UNSUPPORTED;
}

// FNV-1a.
static uint64_t checksum(const void* host, size_t size) {
    uint64_t hash = 14695981039346656037ull;
    for (size_t i = 0; i < size; i++) hash = (hash ^ ((const unsigned char*)host)[i]) * 1099511628211ull;
    return hash;
}

API Result cuMemcpyHtoDAsync_v2(DevicePointer to, const void* from, size_t size, Stream* handle) {
    const char* name = "cuMemcpyHtoDAsync";
    BEGIN();
    Stream* stream = streamOf(handle, call.current);
    if (!stream) return INVALID_HANDLE;
    if (Result error = checkDevice(name, to, size)) return error;
    if (isPinned(from, size)) {
        // A recorded copy reads the values of each replay. Another copy must find the values of the call unchanged.
        bool recorded = stream->capture != nullptr;
        uint64_t before = recorded ? 0 : checksum(from, size);
        return submit(stream, [=]() -> Result {
            if (Result error = pinnedNow(name, from, size)) return error;
            if (!recorded && checksum(from, size) != before) {
                report("%s of %zu bytes: the pinned memory was written between the call and the copy", name, size);
                return ILLEGAL_ADDRESS;
            }
            return copyNow(name, (void*)to, from, size, to);
        });
    }
    if (stream->capture) return pageableInCapture(name, stream);
    auto bytes = std::make_shared<std::string>((const char*)from, size);
    return submit(stream, [=] { return copyNow(name, (void*)to, bytes->data(), size, to); });
}

API Result cuMemcpyDtoHAsync_v2(void* to, DevicePointer from, size_t size, Stream* handle) {
    const char* name = "cuMemcpyDtoHAsync";
    BEGIN();
    Stream* stream = streamOf(handle, call.current);
    if (!stream) return INVALID_HANDLE;
    if (Result error = checkDevice(name, from, size)) return error;
    bool pinned = isPinned(to, size);
    if (!pinned && stream->capture) return pageableInCapture(name, stream);
    Result result = submit(stream, [=]() -> Result {
        if (pinned)
            if (Result error = pinnedNow(name, to, size)) return error;
        return copyNow(name, to, (const void*)from, size, from);
    });
    return result || pinned ? result : drainStream(stream);
}

API Result cuMemcpyDtoDAsync_v2(DevicePointer to, DevicePointer from, size_t size, Stream* handle) {
    const char* name = "cuMemcpyDtoDAsync";
    BEGIN();
    Stream* stream = streamOf(handle, call.current);
    if (!stream) return INVALID_HANDLE;
    if (Result error = checkDevice(name, to, size)) return error;
    if (Result error = checkDevice(name, from, size)) return error;
    if (size && to < from + size && from < to + size) {
        report("%s of %zu bytes: source and destination overlap", name, size);
        return INVALID_VALUE;
    }
    return submit(stream, [=]() -> Result {
        if (!inDeviceMemory(from, size)) return copyNow(name, nullptr, nullptr, size, from);
        return copyNow(name, (void*)to, (const void*)from, size, to);
    });
}

// Synchronous copies use the legacy stream: they do not wait for a non-blocking stream.
static Result synchronously(Result submitted, Call& call) {
    return submitted ? submitted : drainStream(&call.current->legacy);
}

API Result cuMemcpyHtoD_v2(DevicePointer to, const void* from, size_t size) {
    BEGIN();
    if (Result forbidden = forbiddenInCapture()) return forbidden;
    return synchronously(cuMemcpyHtoDAsync_v2(to, from, size, nullptr), call);
}

API Result cuMemcpyDtoH_v2(void* to, DevicePointer from, size_t size) {
    BEGIN();
    if (Result forbidden = forbiddenInCapture()) return forbidden;
    return synchronously(cuMemcpyDtoHAsync_v2(to, from, size, nullptr), call);
}

API Result cuMemcpyDtoD_v2(DevicePointer to, DevicePointer from, size_t size) {
    BEGIN();
    if (Result forbidden = forbiddenInCapture()) return forbidden;
    return cuMemcpyDtoDAsync_v2(to, from, size, nullptr);
}

template <class T>
static Result fill(DevicePointer to, T value, size_t count, Stream* handle) {
    BEGIN();
    Stream* stream = streamOf(handle, call.current);
    if (!stream) return INVALID_HANDLE;
    if (to % sizeof(T)) return INVALID_VALUE;
    if (count > SIZE_MAX / sizeof(T)) return INVALID_VALUE;
    if (Result error = checkDevice("cuMemset", to, count * sizeof(T))) return error;
    return submit(stream, [=]() -> Result {
        if (!inDeviceMemory(to, count * sizeof(T))) return copyNow("cuMemset", nullptr, nullptr, count * sizeof(T), to);
        for (size_t i = 0; i < count; i++) ((T*)to)[i] = value;
        return SUCCESS;
    });
}

template <class T>
static Result fillNow(DevicePointer to, T value, size_t count) {
    BEGIN();
    if (Result forbidden = forbiddenInCapture()) return forbidden;
    return fill(to, value, count, nullptr);
}

API Result cuMemsetD8Async(DevicePointer to, unsigned char value, size_t count, Stream* s) { return fill(to, value, count, s); }
API Result cuMemsetD16Async(DevicePointer to, unsigned short value, size_t count, Stream* s) { return fill(to, value, count, s); }
API Result cuMemsetD32Async(DevicePointer to, unsigned value, size_t count, Stream* s) { return fill(to, value, count, s); }
API Result cuMemsetD8_v2(DevicePointer to, unsigned char value, size_t count) { return fillNow(to, value, count); }
API Result cuMemsetD16_v2(DevicePointer to, unsigned short value, size_t count) { return fillNow(to, value, count); }
API Result cuMemsetD32_v2(DevicePointer to, unsigned value, size_t count) { return fillNow(to, value, count); }
