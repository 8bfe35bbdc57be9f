#include <cstdint>
#include <cstring>
#include <set>

#include "../driver/control.h"
#include "entries.h"
#include "pattern.h"
#include "program.h"

const std::vector<int>& supportedArchitectures() {
    static const std::vector<int> all = {50, 52, 53, 60, 61, 62, 70, 72, 75, 80, 86, 87, 89, 90};
    return all;
}

namespace {

// Sets the target ("compute_86", "sm_86"), or returns an error message about the option.
std::string readOption(const std::string& option, std::string* target) {
    static const Pattern architecture("(--gpu-architecture|-arch)=((compute|sm)_[0-9]+[a-z]?)");
    static const Pattern known("(--std|-std)=c\\+\\+(11|14|17|20)|--?use_fast_math|(--fmad|-fmad|--ftz|-ftz|--prec-div|-prec-div|--prec-sqrt|-prec-sqrt)=(true|false)"
        "|(-D|--define-macro=)\\w+(=.*)?|(-I|--include-path=).+|--?device-as-default-execution-space|-default-device|--?generate-line-info|-lineinfo"
        "|--?restrict|--?maxrregcount=[0-9]+|--?disable-warnings|-w|--?extra-device-vectorization|--?device-debug|-G");
    Pattern::Match match = architecture.match(option);
    if (!match.empty()) {
        *target = match[2];
        int capability = atoi(target->c_str() + target->find('_') + 1);
        for (int supported : supportedArchitectures())
            if (supported == capability) return "";
        return "nvrtc: error: invalid value for --gpu-architecture (-arch)\n";
    }
    return !known.match(option).empty() ? "" : "nvrtc: error: unrecognized option " + option + " found\n";
}

std::string at(const std::string& file, size_t line) { return file + "(" + std::to_string(line) + "): "; }

// The source with its includes replaced by the headers; errors go to the log.
void expand(const std::string& file, const std::string& source, Program& program, std::set<std::string>& seen, std::string* out) {
    static const Pattern include("\\s*#\\s*include\\s*[<\"]([^>\"]+)[>\"].*");
    std::string text = withoutComments(source), line;
    size_t number = 0, start = 0;
    while (start < text.size()) {
        size_t end = text.find('\n', start);
        if (end == std::string::npos) end = text.size();
        line = text.substr(start, end - start);
        start = end + 1;
        number++;
        Pattern::Match match = include.match(line);
        if (match.empty()) {
            *out += line + "\n";
            continue;
        }
        std::string name = match[1];
        auto header = program.headers.find(name);
        if (header == program.headers.end())
            program.log += at(file, number) + "catastrophic error: cannot open source file \"" + name + "\"\n";
        else if (seen.insert(name).second)
            expand(name, header->second, program, seen, out);
    }
}

// Finds names that g++ has in scope, but NVRTC does not without the toolkit's headers.
void refuseForeignNames(const std::string& text, Program& program) {
    static const Pattern foreign("\\b(std::\\w+|u?int(8|16|32|64)_t|__nv_bfloat16|__half|assert|FLT_MAX|INFINITY|NAN|printf_s)\\b");
    for (const Pattern::Match& match : foreign.all(text)) {
        const std::string& name = match[1];
        if (text.find("define " + name) != std::string::npos || text.find(" " + name + ";") != std::string::npos) continue;
        program.log += program.name + ": error: identifier \"" + name + "\" is undefined\n";
        return;
    }
}

std::string declaration(const std::string& entry, size_t index, unsigned size) {
    std::string name = entry + "_param_" + std::to_string(index);
    bool scalar = size == 1 || size == 2 || size == 4 || size == 8;
    return scalar ? "\t.param .u" + std::to_string(8 * size) + " " + name
                  : "\t.param .align 16 .b8 " + name + "[" + std::to_string(size) + "]";
}

std::string pseudoPtx(const std::vector<SourceEntry>& entries, const std::string& capability, Program& program) {
    std::string ptx = ".version 8.5\n.target sm_" + capability + "\n.address_size 64\n";
    for (const SourceEntry& entry : entries) {
        ptx += "\n.visible .entry " + entry.name + "(";
        for (size_t i = 0; i < entry.parameters.size(); i++) {
            unsigned size = sizeOfParameter(entry.parameters[i]);
            if (!size) size = cudasim_parameter_size(entry.name.c_str(), (unsigned)i);
            if (!size) program.log += program.name + ": error: parameter type not known:" + entry.parameters[i] + "\n";
            ptx += (i ? ",\n" : "\n") + declaration(entry.name, i, size);
        }
        ptx += "\n)\n{\n\tret;\n}\n";
    }
    return ptx;
}

// The header of an ELF file for the device, followed by the names that the driver looks for.
std::string pseudoCubin(const std::vector<SourceEntry>& entries, int capability) {
    std::string names;
    for (const SourceEntry& entry : entries) names += ".text." + entry.name + '\0';
    unsigned char header[64] = {0x7f, 'E', 'L', 'F', 2, 1, 1, 0x33, 7};
    uint16_t machine = 190;
    uint32_t flags = (uint32_t)capability;
    uint64_t length = sizeof(header) + names.size();
    memcpy(header + 18, &machine, 2);
    memcpy(header + 40, &length, 8);  // The table of sections, which is empty, would begin here.
    memcpy(header + 48, &flags, 4);
    return std::string((char*)header, sizeof(header)) + names;
}

}  // namespace

Status compile(Program& program, const std::vector<std::string>& options) {
    program.log.clear();
    program.ptx.clear();
    program.cubin.clear();
    std::string target = "compute_52";
    for (const std::string& option : options) {
        program.log = readOption(option, &target);
        if (!program.log.empty()) return BAD_OPTION;
    }
    if (cudasim_compiler_fails()) {
        program.log = at(program.name, 1) + "error: the simulated compiler was told to fail\n\n1 error detected in the compilation of \"" + program.name + "\".\n";
        return COMPILATION;
    }
    std::string text;
    std::set<std::string> seen;
    expand(program.name, program.source, program, seen, &text);
    refuseForeignNames(text, program);
    std::vector<SourceEntry> entries = entriesOf(text);
    std::string capability = target.substr(target.find('_') + 1);
    program.ptx = pseudoPtx(entries, capability, program);
    if (target.compare(0, 3, "sm_") == 0) program.cubin = pseudoCubin(entries, atoi(capability.c_str()));
    return program.log.empty() ? DONE : COMPILATION;
}
