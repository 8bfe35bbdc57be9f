#include "images.h"

#include <cctype>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "report.h"
#include "settings.h"

namespace {

template <class T>
T at(const char* data, size_t offset) {
    T value;
    memcpy(&value, data + offset, sizeof(T));
    return value;
}

// The newest PTX version that a driver supports: 12.0 supports 8.0, 12.6 supports 8.5, 13.0 supports 9.0.
int newestPtx() {
    int major = settings.driverVersion / 1000, minor = settings.driverVersion % 1000 / 10;
    if (major >= 13) return 90 + minor;
    return major == 12 ? 80 + (minor > 5 ? 5 : minor) : 70;
}

bool runsHere(int codeCapability) {  // machine code: same major, minor not newer
    return codeCapability / 10 == settings.capability / 10 && codeCapability <= settings.capability;
}

// A fatbin is a header of 16 bytes and then entries: kind (1 PTX, 2 machine code) at 0, header size at 4, payload
// size at 8, PTX version (minor, major) at 24, compute capability at 28.
Result readFatbin(const char* data, std::string* image) {
    size_t header = at<uint16_t>(data, 6), size = at<uint64_t>(data, 8);
    image->assign(data, header + size);
    Result answer = NO_BINARY_FOR_GPU;
    for (size_t p = header; p + 32 <= header + size;) {
        const char* entry = data + p;
        int kind = at<uint16_t>(entry, 0), capability = (int)at<uint32_t>(entry, 28);
        if (kind == 2 && runsHere(capability)) return SUCCESS;
        if (kind == 1 && capability <= settings.capability) {
            int version = at<uint16_t>(entry, 26) * 10 + at<uint16_t>(entry, 24);
            if (version <= newestPtx()) return SUCCESS;
            answer = UNSUPPORTED_PTX_VERSION;
        }
        p += at<uint32_t>(entry, 4) + at<uint64_t>(entry, 8);
    }
    return answer;
}

Result readElf(const char* data, std::string* image) {
    uint64_t sections = at<uint64_t>(data, 40);
    image->assign(data, sections + at<uint16_t>(data, 58) * (size_t)at<uint16_t>(data, 60));
    if (at<uint16_t>(data, 18) != 190) return INVALID_IMAGE;  // EM_CUDA
    uint32_t flags = at<uint32_t>(data, 48);
    // Toolkits before 13 store the capability in the low byte, 13 in the second one. The simulated NVRTC uses the
    // low byte.
    int capability = data[7] == 0x41 ? (int)(flags >> 8 & 0xff) : (int)(flags & 0xff);
    return runsHere(capability) ? SUCCESS : NO_BINARY_FOR_GPU;
}

Result readPtx(const char* text, std::string* ptx) {
    *ptx = text;
    size_t version = ptx->find(".version "), target = ptx->find(".target sm_");
    if (version == std::string::npos || target == std::string::npos) return INVALID_IMAGE;
    int major = 0, minor = 0;
    sscanf(text + version, ".version %d.%d", &major, &minor);
    if (major * 10 + minor > newestPtx()) return UNSUPPORTED_PTX_VERSION;
    return atoi(text + target + 11) <= settings.capability ? SUCCESS : INVALID_PTX;
}

}  // namespace

Result readImage(const void* data, std::string* ptx, std::string* image) {
    const char* bytes = (const char*)data;
    bool elf = memcmp(bytes, "\177ELF", 4) == 0, fatbin = memcmp(bytes, "\x50\xed\x55\xba", 4) == 0;
    if ((elf || fatbin) && settings.refuseImages) return settings.refuseImages;
    return elf ? readElf(bytes, image) : fatbin ? readFatbin(bytes, image) : readPtx(bytes, ptx);
}

bool ptxParameters(const std::string& ptx, const std::string& entry, std::vector<unsigned>* sizes) {
    size_t start = ptx.find(".entry " + entry + "(");
    if (start == std::string::npos) return false;
    std::string list = ptx.substr(start, ptx.find(')', start) - start);
    for (size_t p = 0; (p = list.find(".param", p)) != std::string::npos; p += 6) {
        std::string declaration = list.substr(p + 6, list.find_first_of(",\n", p) - p - 6);
        size_t bytes = declaration.find('[');
        if (bytes != std::string::npos) {
            sizes->push_back((unsigned)atoi(declaration.c_str() + bytes + 1));
            continue;
        }
        for (size_t type = 0; (type = declaration.find('.', type)) != std::string::npos; type++) {
            char kind = declaration[type + 1];
            if (strchr("usfb", kind) && isdigit(declaration[type + 2])) {
                sizes->push_back((unsigned)atoi(declaration.c_str() + type + 2) / 8);
                break;
            }
        }
    }
    return true;
}

bool imageHasEntry(const std::string& image, const std::string& entry) {
    bool readable = image.find(".text.") != std::string::npos;
    return !readable || image.find(".text." + entry + '\0') != std::string::npos;
}
