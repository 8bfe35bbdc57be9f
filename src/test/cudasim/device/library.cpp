// The exported part of libcudasim_kernels.so: the table of its entries, and the variables that its kernels read.
#include <vector>

#include "interface.h"

namespace cudasim {

Coordinates where;
const Host* host;

static std::vector<Entry>& entries() {
    static std::vector<Entry> all;
    return all;
}

void registerEntry(const Entry& entry) { entries().push_back(entry); }

}  // namespace cudasim

extern "C" __attribute__((visibility("default"))) const cudasim::KernelLibrary* cudasim_open_kernels(
    const cudasim::Host* host) {
    using namespace cudasim;
    cudasim::host = host;
    static const KernelLibrary library = {&where, entries().data(), entries().size()};
    return &library;
}
