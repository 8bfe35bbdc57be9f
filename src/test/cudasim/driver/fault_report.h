// Reports where a kernel failed, and why.
#pragma once
#include "../device/interface.h"
#include "fault.h"
#include "fiber.h"

void reportFault(const char* kernel, const cudasim::Coordinates& where, const Fiber& fiber, const Fault& fault);
