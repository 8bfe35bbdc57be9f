// Lets g++ compile CUDA kernels as C++ for the simulated driver; included before each .cu file.
#pragma once
#include "interface.h"

#define __CUDASIM__ 1
#define __CUDA_ARCH__ 860

#include "qualifiers.h"
#include "vector_types.h"
#include "threads.h"
#include "shared.h"
#include "warp.h"
#include "atomics.h"
#include "intrinsics.h"
#include "registration.h"
