// Runs the blocks of one launch one after the other. Each thread of a block has a fiber from its first barrier on.
#pragma once
#include <string>
#include <vector>

#include "../device/interface.h"
#include "codes.h"

struct Shape {
    cudasim::Dim grid, block;
    unsigned sharedBytes;
};

// Runs a kernel to its end and returns SUCCESS, or reports the fault and returns the error that a GPU would give.
Result runKernel(const cudasim::Entry& entry, const Shape& shape, const unsigned char* arguments);

// The functions that kernels call.
extern const cudasim::Host kernelHost;
// Set once, when the library of kernels is loaded.
extern cudasim::Coordinates* coordinates;
