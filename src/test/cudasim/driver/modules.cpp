// Modules and their functions.
#include <cstring>
#include <fstream>
#include <sstream>

#include "images.h"
#include "kernels.h"
#include "machine.h"
#include "queue.h"
#include "report.h"

API Result cuModuleLoadData(Module** module, const void* image) {
    BEGIN();
    if (!module || !image) return INVALID_VALUE;
    if (Result forbidden = forbiddenInCapture()) return forbidden;
    std::unique_ptr<Module> loaded(new Module{call.current, "", "", {}});
    if (Result error = readImage(image, &loaded->ptx, &loaded->image)) return error;
    *module = machine.modules.add(loaded.release());
    return SUCCESS;
}

API Result cuModuleLoadDataEx(Module** module, const void* image, unsigned, int*, void**) {
    return cuModuleLoadData(module, image);
}

API Result cuModuleLoadFatBinary(Module** module, const void* image) { return cuModuleLoadData(module, image); }

API Result cuModuleLoad(Module** module, const char* file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) return FILE_NOT_FOUND;
    std::stringstream bytes;
    bytes << stream.rdbuf();
    return cuModuleLoadData(module, bytes.str().c_str());
}

API Result cuModuleUnload(Module* module) {
    BEGIN(Call::context);
    if (!machine.modules.has(module)) return INVALID_HANDLE;
    drainContext(module->context);
    machine.modules.drop(module);
    delete module;
    return SUCCESS;
}

// A PTX text must declare what the compiled source declares, parameter by parameter.
static bool agrees(const Module& module, const cudasim::Entry& entry) {
    if (module.ptx.empty()) return true;
    std::vector<unsigned> sizes;
    ptxParameters(module.ptx, entry.name, &sizes);
    bool same = sizes.size() == entry.parameterCount;
    for (size_t i = 0; same && i < sizes.size(); i++) same = sizes[i] == entry.parameters[i].size;
    if (!same) report("%s: the PTX and the simulated kernel differ in their parameters", entry.name);
    return same;
}

API Result cuModuleGetFunction(Function** function, Module* module, const char* name) {
    BEGIN();
    if (!function || !name) return INVALID_VALUE;
    if (!machine.modules.has(module)) return INVALID_HANDLE;
    const cudasim::Entry* entry = findKernel(name);
    std::vector<unsigned> unused;
    bool inImage = module->ptx.empty() ? imageHasEntry(module->image, name) : ptxParameters(module->ptx, name, &unused);
    if (!inImage) return NOT_FOUND;
    if (!entry) {
        report("%s is in the image but not among the simulated kernels: build them again", name);
        return NOT_FOUND;
    }
    if (!agrees(*module, *entry)) return INVALID_IMAGE;
    for (Function& known : module->functions)
        if (known.entry == entry) return *function = &known, SUCCESS;
    module->functions.push_back({entry, module});
    *function = &module->functions.back();
    return SUCCESS;
}
