// Ends a kernel that raises a signal (by a guard page, a division by zero, a launch that never ends). Passes every
// other signal to its previous handler, because the JVM uses SIGSEGV itself.
#pragma once
#include <string>

#include "codes.h"

struct Fault {
    Result code = SUCCESS;
    const void* address = nullptr;
    int signal = 0;
};

// Between begin and end, signals of this thread belong to the running kernel.
class KernelGuard {
  public:
    explicit KernelGuard(long timeoutSeconds);
    ~KernelGuard();
};

// What ended the kernel on the current fiber; cleared by the call.
Fault takeFault();
// Ends the kernel from inside it. Does not return.
void raiseFault(Result code, const void* address);
