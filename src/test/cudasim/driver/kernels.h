// The kernels of libcudasim_kernels.so, which lies beside this library (or where CUDASIM_KERNELS says).
#pragma once
#include <string>

#include "../device/interface.h"

const cudasim::Entry* findKernel(const std::string& name);
