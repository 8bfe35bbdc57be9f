// Every call that JCuda's native may make and that is not simulated: says so and answers "not supported". The
// definitions are weak, so a simulated call of the same name takes their place.
#include "codes.h"
#include "report.h"

#define NOT_SIMULATED(name)                             \
    API __attribute__((weak)) Result name() {         \
        report(#name " is not simulated");            \
        return NOT_SUPPORTED;                         \
    }
#include "unsupported.inc"
