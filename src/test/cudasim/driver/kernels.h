// The kernels of libcudasim_kernels.so, which is in the folder of this library, or of the library CUDASIM_KERNELS.
#pragma once
#include <string>

#include "../device/interface.h"

const cudasim::Entry* findKernel(const std::string& name);
