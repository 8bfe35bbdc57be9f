// All calls of JCublas2's native library that are not simulated. The definitions are weak, as in the driver.
#include "../driver/control.h"
#include "handle.h"

#define NOT_SIMULATED(name)                            \
    API __attribute__((weak)) Status name() {          \
        cudasim_report(#name " is not simulated");     \
        return UNSUPPORTED;                            \
    }
#include "unsupported.inc"
