// The settings, which a test changes at run time and a person by the environment: CUDASIM_ORDER=descending and so
// on.
#pragma once
#include <cstdint>
#include <string>

#include "codes.h"

enum class Order { ascending, descending, random };

struct Settings {
    Order order = Order::ascending;
    uint64_t seed = 1;
    bool deferred = true;              // work runs only when something waits for it
    int devices = 1;
    size_t totalMemory = 4ull << 30;   // bytes of each device
    int driverVersion = 12060;
    int capability = 86;               // major * 10 + minor
    Result refuseImages = SUCCESS;     // the result of loading a built image as a module (not of PTX text)
    bool compilerFails = false;        // NVRTC
    Result lost = SUCCESS;             // the result of every call
    long failsAt = 0;                  // the call that fails, once (1: the next)
    bool resetHeals = true;            // whether a context that failed can be reset
    int cudnnRefuses = 0;              // refuse the persistent algorithm: 1 at its descriptor, 2 at a forward pass
    std::string faultKernel;           // launches of this kernel ("*": of any) ...
    long faultAfter = 0;               // ... fail at this one from now on (1: the next) ...
    Result faultCode = ILLEGAL_ADDRESS;
    long timeoutSeconds = 60;          // for one launch
};

extern Settings settings;

void readEnvironment();
// False: no such setting or value.
bool setSetting(const std::string& name, const std::string& value);
