#include "kernels.h"

#include <dlfcn.h>

#include <cstdlib>
#include <map>

#include "block.h"
#include "report.h"

static std::map<std::string, const cudasim::Entry*> open() {
    std::map<std::string, const cudasim::Entry*> entries;
    Dl_info self;
    dladdr((void*)open, &self);
    std::string folder = self.dli_fname, file = folder.substr(0, folder.rfind('/') + 1) + "libcudasim_kernels.so";
    if (const char* other = getenv("CUDASIM_KERNELS")) file = other;
    void* library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
    auto openKernels = library ? (OpenKernels)dlsym(library, "cudasim_open_kernels") : nullptr;
    if (!openKernels) {
        report("%s", dlerror());
        return entries;
    }
    const cudasim::KernelLibrary* kernels = openKernels(&kernelHost);
    coordinates = kernels->where;
    for (size_t i = 0; i < kernels->count; i++) entries[kernels->entries[i].name] = &kernels->entries[i];
    return entries;
}

const cudasim::Entry* findKernel(const std::string& name) {
    static const std::map<std::string, const cudasim::Entry*> entries = open();
    auto found = entries.find(name);
    return found == entries.end() ? nullptr : found->second;
}
