// All calls of JCuda's native library that are not simulated. Each reports that and returns "not supported". The
// definitions are weak, so a simulated call of the same name replaces one.
#include "codes.h"
#include "report.h"

#define NOT_SIMULATED(name)                             \
    API __attribute__((weak)) Result name() {         \
        report(#name " is not simulated");            \
        return NOT_SUPPORTED;                         \
    }
#include "unsupported.inc"
