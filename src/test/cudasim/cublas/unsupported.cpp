// Every call that JCublas2's native may make and that is not simulated; weak, as in the driver.
#include "../driver/control.h"
#include "handle.h"

#define NOT_SIMULATED(name)                            \
    API __attribute__((weak)) Status name() {          \
        cudasim_report(#name " is not simulated");     \
        return UNSUPPORTED;                            \
    }
#include "unsupported.inc"
