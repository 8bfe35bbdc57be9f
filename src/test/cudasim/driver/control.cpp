#include "control.h"

#include <cstdlib>
#include <cstring>

#include "kernels.h"
#include "launch.h"
#include "machine.h"
#include "memory.h"
#include "queue.h"
#include "report.h"
#include "settings.h"

API int cudasim_submit(void* handle, int (*run)(void*), void* argument, size_t size) {
    BEGIN();
    Stream* stream = streamOf((Stream*)handle, call.current);
    if (!stream) return INVALID_HANDLE;
    auto copy = std::make_shared<std::string>((char*)argument, size);
    return submit(stream, [=] { return run(&(*copy)[0]); });
}

API int cudasim_is_capturing(void* handle) {
    BEGIN();
    Stream* stream = streamOf((Stream*)handle, call.current);
    return stream && stream->capture;
}

API int cudasim_in_device_memory(unsigned long long pointer, size_t size) {
    Call call{Call::nothing};
    return inDeviceMemory(pointer, size);
}

API int cudasim_usable() {
    Call call;
    return call.error;
}

API void cudasim_blas_handle(int change) {
    Call call{Call::nothing};
    machine.blasHandles += change;
}

API void cudasim_library_retains() {
    Call call;
    if (call.current && call.current->primary) call.current->library = true;
}

API void cudasim_ran(const char* what) {
    Call call{Call::nothing};
    launchesOf[what]++;
}

API int cudasim_cudnn_refuses() {
    Call call{Call::nothing};
    return settings.cudnnRefuses;
}

API void cudasim_report(const char* line) { report("%s", line); }

API int cudasim_compiler_fails() {
    Call call{Call::nothing};
    return settings.compilerFails;
}

API unsigned cudasim_parameter_size(const char* kernel, unsigned index) {
    Call call{Call::nothing};
    const cudasim::Entry* entry = findKernel(kernel);
    return entry && index < entry->parameterCount ? entry->parameters[index].size : 0;
}

API int cudasim_set(const char* name, const char* value) {
    Call call{Call::nothing};
    return setSetting(name, value);
}

API void cudasim_defaults() {
    Call call{Call::nothing};
    settings = Settings();
    readEnvironment();
}

API void cudasim_restart() {
    Call call{Call::nothing};
    cudasim_defaults();
    resetMachine();
    launchesOf.clear();
    takeReports();
}

// The contexts that the program holds; those that only NVIDIA's libraries retain do not count.
static long held() {
    long held = 0;
    for (Context* context : machine.contexts) held += !context->primary || context->retained;
    return held;
}

API long cudasim_count(const char* what) {
    Call call{Call::nothing};
    std::string name = what;
    if (name == "allocations") return (long)liveAllocations(MemoryKind::device);
    if (name == "pinned") return (long)liveAllocations(MemoryKind::pinned);
    if (name == "streams") return (long)machine.streams.count();
    if (name == "events") return (long)machine.events.count();
    if (name == "modules") return (long)machine.modules.count();
    if (name == "graphs") return (long)machine.graphs.count();
    if (name == "executables") return (long)machine.executables.count();
    if (name == "contexts") return held();
    if (name == "blas") return machine.blasHandles;
    if (name == "launches") return (long)machine.launches;
    if (name.compare(0, 9, "launches:") == 0) {
        auto found = launchesOf.find(name.substr(9));
        return found == launchesOf.end() ? 0 : (long)found->second;
    }
    if (name == "bytes") {
        size_t bytes = 0;
        for (int d = 0; d < MAX_DEVICES; d++) bytes += liveBytes(d);
        return (long)bytes;
    }
    return -1;
}

API size_t cudasim_take_reports(char* text, size_t size) {
    std::string reports = takeReports();
    size_t length = reports.size() < size ? reports.size() : size;
    memcpy(text, reports.data(), length);
    return length;
}

namespace {

// With CUDASIM_REPORT=1, prints at the end of the process what was not freed.
struct LastWords {
    ~LastWords() {
        if (!getenv("CUDASIM_REPORT")) return;
        for (const char* what : {"allocations", "bytes", "pinned", "streams", "events", "modules", "graphs", "executables", "blas", "launches"})
            report("at the end: %s %ld", what, cudasim_count(what));
    }
} lastWords;

}  // namespace
