// The entries of a CUDA source, found in its text.
#pragma once
#include <string>
#include <vector>

struct SourceEntry {
    std::string name;
    std::vector<std::string> parameters;  // their declarations
};

// Removes comments, so that nothing in them is found.
std::string withoutComments(const std::string& source);
std::vector<SourceEntry> entriesOf(const std::string& source);
// Bytes of a parameter of a built-in type or a pointer; 0 if the type is another.
unsigned sizeOfParameter(const std::string& declaration);
