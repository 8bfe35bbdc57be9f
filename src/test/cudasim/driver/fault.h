// Turns a signal raised by a kernel (a guard page, a division by zero, a launch that never ends) into an end of
// that kernel, and leaves every other signal to whoever handled it before: the JVM uses SIGSEGV for itself.
#pragma once
#include <string>

#include "codes.h"

struct Fault {
    Result code = SUCCESS;
    const void* address = nullptr;
    int signal = 0;
};

// Between begin and end, signals of this thread belong to the kernel that runs.
class KernelGuard {
  public:
    explicit KernelGuard(long timeoutSeconds);
    ~KernelGuard();
};

// What ended the kernel on the current fiber; cleared by the call.
Fault takeFault();
// Ends the kernel from inside it. Does not return.
void raiseFault(Result code, const void* address);
