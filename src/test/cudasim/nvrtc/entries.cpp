#include "entries.h"

#include <map>
#include <sstream>

#include "pattern.h"

std::string withoutComments(const std::string& source) {
    std::string kept;
    for (size_t i = 0; i < source.size(); i++) {
        if (source.compare(i, 2, "//") == 0) {
            i = source.find('\n', i);
            if (i == std::string::npos) break;
            kept += '\n';
        } else if (source.compare(i, 2, "/*") == 0) {
            i = source.find("*/", i + 2);
            if (i == std::string::npos) break;
            i++;
        } else {
            kept += source[i];
        }
    }
    return kept;
}

static std::vector<std::string> split(const std::string& list) {
    std::vector<std::string> parts;
    std::stringstream stream(list);
    for (std::string part; std::getline(stream, part, ',');)
        if (part.find_first_not_of(" \t\n\r") != std::string::npos) parts.push_back(part);
    return parts;
}

std::vector<SourceEntry> entriesOf(const std::string& source) {
    static const Pattern head("extern\\s+\"C\"\\s+__global__\\s+(void\\s+)?(__launch_bounds__\\s*\\([^)]*\\)\\s+)?(void\\s+)?(\\w+)\\s*\\(([^)]*)\\)");
    std::vector<SourceEntry> entries;
    for (const Pattern::Match& match : head.all(source)) entries.push_back({match[4], split(match[5])});
    return entries;
}

unsigned sizeOfParameter(const std::string& declaration) {
    if (declaration.find('*') != std::string::npos) return 8;
    static const std::map<std::string, unsigned> sizes = {
        {"bool", 1}, {"char", 1}, {"unsigned char", 1}, {"signed char", 1}, {"short", 2}, {"unsigned short", 2},
        {"int", 4}, {"unsigned", 4}, {"unsigned int", 4}, {"float", 4}, {"long", 8}, {"unsigned long", 8},
        {"long long", 8}, {"unsigned long long", 8}, {"double", 8}, {"size_t", 8}, {"float2", 8}, {"int2", 8},
        {"float4", 16}, {"int4", 16}, {"uint2", 8}, {"uint4", 16}};
    std::string type;
    std::vector<std::string> words;
    std::stringstream stream(declaration);
    for (std::string word; stream >> word;)
        if (word != "const") words.push_back(word);
    for (size_t i = 0; i + 1 < words.size(); i++) type += (i ? " " : "") + words[i];  // the last is the name
    auto found = sizes.find(type);
    return found == sizes.end() ? 0 : found->second;
}
