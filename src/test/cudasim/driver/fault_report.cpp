#include "fault_report.h"

#include <signal.h>

#include <cstdio>

#include "memory.h"
#include "report.h"
#include "settings.h"
#include "shared_memory.h"

static void reportAddress(const char* where, const Fiber& fiber, const void* address) {
    size_t size;
    if (fiber.owns(address)) {
        report("%s: the stack of a thread (64 KB here) overflowed", where);
    } else if (long past = sharedBytesPast(address, &size); past >= 0) {
        report("%s: illegal address: %ld bytes past the end of %zu bytes of shared memory", where, past, size);
    } else {
        report("%s: illegal address: %s", where, describeAddress(address).c_str());
    }
}

static const char* ending(int signal) {
    if (signal == SIGFPE) return "an integer division by zero";
    return signal == SIGILL ? "an index beyond its own array" : "a trap";  // SIGILL: -fsanitize=bounds in build.sh
}

void reportFault(const char* kernel, const cudasim::Coordinates& coordinates, const Fiber& fiber, const Fault& fault) {
    const cudasim::Dim &b = coordinates.blockIdx, &t = coordinates.threadIdx;
    char where[192];
    snprintf(where, sizeof(where), "%s, block (%u,%u,%u) thread (%u,%u,%u)", kernel, b.x, b.y, b.z, t.x, t.y, t.z);
    switch (fault.code) {
        case ILLEGAL_ADDRESS: reportAddress(where, fiber, fault.address); break;
        case MISALIGNED_ADDRESS: report("%s: misaligned address %p", where, fault.address); break;
        case LAUNCH_TIMEOUT: report("%s: ran longer than %ld s and was ended", where, settings.timeoutSeconds); break;
        default: report("%s: ended by %s", where, ending(fault.signal));
    }
}
