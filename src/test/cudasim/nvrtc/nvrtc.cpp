// The calls of NVRTC 12.6.
#include <cstring>
#include <mutex>

#include "program.h"

#define API extern "C" __attribute__((visibility("default")))

static std::mutex mutex;

API Status nvrtcVersion(int* major, int* minor) {
    *major = 12;
    *minor = 6;
    return DONE;
}

API Status nvrtcGetNumSupportedArchs(int* count) {
    *count = (int)supportedArchitectures().size();
    return DONE;
}

API Status nvrtcGetSupportedArchs(int* architectures) {
    for (int architecture : supportedArchitectures()) *architectures++ = architecture;
    return DONE;
}

API const char* nvrtcGetErrorString(Status status) {
    switch (status) {
        case DONE: return "NVRTC_SUCCESS";
        case CREATION_FAILED: return "NVRTC_ERROR_PROGRAM_CREATION_FAILURE";
        case BAD_INPUT: return "NVRTC_ERROR_INVALID_INPUT";
        case BAD_PROGRAM: return "NVRTC_ERROR_INVALID_PROGRAM";
        case BAD_OPTION: return "NVRTC_ERROR_INVALID_OPTION";
        case COMPILATION: return "NVRTC_ERROR_COMPILATION";
        default: return "NVRTC_ERROR unknown";
    }
}

API Status nvrtcCreateProgram(Program** program, const char* source, const char* name, int headers, const char* const* texts,
                              const char* const* names) {
    if (!program || !source || headers < 0) return BAD_INPUT;
    *program = new Program{name && *name ? name : "default_program", source, "", "", "", {}};
    for (int i = 0; i < headers; i++) (*program)->headers[names[i]] = texts[i];
    return DONE;
}

API Status nvrtcDestroyProgram(Program** program) {
    if (!program || !*program) return BAD_PROGRAM;
    delete *program;
    *program = nullptr;
    return DONE;
}

API Status nvrtcCompileProgram(Program* program, int count, const char* const* options) {
    if (!program) return BAD_PROGRAM;
    std::lock_guard<std::mutex> guard(mutex);
    return compile(*program, std::vector<std::string>(options, options + count));
}

// The size of a text result includes the zero at its end.
static Status textSize(const std::string& text, size_t* size) {
    *size = text.size() + 1;
    return DONE;
}

static Status textCopy(const std::string& text, char* to) {
    memcpy(to, text.c_str(), text.size() + 1);
    return DONE;
}

API Status nvrtcGetProgramLogSize(Program* p, size_t* size) { return p ? textSize(p->log, size) : BAD_PROGRAM; }
API Status nvrtcGetProgramLog(Program* p, char* log) { return p ? textCopy(p->log, log) : BAD_PROGRAM; }

API Status nvrtcGetPTXSize(Program* p, size_t* size) { return p && !p->ptx.empty() ? textSize(p->ptx, size) : BAD_PROGRAM; }
API Status nvrtcGetPTX(Program* p, char* ptx) { return p && !p->ptx.empty() ? textCopy(p->ptx, ptx) : BAD_PROGRAM; }

API Status nvrtcGetCUBINSize(Program* p, size_t* size) {
    if (!p) return BAD_PROGRAM;
    *size = p->cubin.size();
    return DONE;
}

API Status nvrtcGetCUBIN(Program* p, char* cubin) {
    if (!p || p->cubin.empty()) return BAD_PROGRAM;
    memcpy(cubin, p->cubin.data(), p->cubin.size());
    return DONE;
}

// Not simulated: entries are extern "C", so nobody needs a mangled name. The rest belongs to other products.
#define NOT_SIMULATED(name) \
    API Status name() { return BAD_INPUT; }
NOT_SIMULATED(nvrtcAddNameExpression)
NOT_SIMULATED(nvrtcGetLoweredName)
NOT_SIMULATED(nvrtcGetLTOIR)
NOT_SIMULATED(nvrtcGetLTOIRSize)
NOT_SIMULATED(nvrtcGetNVVM)
NOT_SIMULATED(nvrtcGetNVVMSize)
NOT_SIMULATED(nvrtcGetOptiXIR)
NOT_SIMULATED(nvrtcGetOptiXIRSize)
