// One program: a source with its headers, and the results of its compilation.
#pragma once
#include <map>
#include <string>
#include <vector>

typedef int Status;
enum : Status { DONE = 0, CREATION_FAILED = 2, BAD_INPUT = 3, BAD_PROGRAM = 4, BAD_OPTION = 5, COMPILATION = 6 };

struct Program {
    std::string name, source, log, ptx, cubin;
    std::map<std::string, std::string> headers;
};

// The capabilities that this NVRTC (12.6) compiles for.
const std::vector<int>& supportedArchitectures();
Status compile(Program& program, const std::vector<std::string>& options);
