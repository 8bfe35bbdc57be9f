#include "pattern.h"

#include <stdexcept>

static const size_t MOST_GROUPS = 8;

Pattern::Pattern(const char* expression) {
    if (regcomp(&compiled, expression, REG_EXTENDED)) throw std::invalid_argument(expression);
}

Pattern::~Pattern() { regfree(&compiled); }

Pattern::Match Pattern::find(const char* text, size_t* end) const {
    regmatch_t at[MOST_GROUPS];
    if (regexec(&compiled, text, MOST_GROUPS, at, 0)) return {};
    Match found;
    for (const regmatch_t& group : at)
        found.push_back(group.rm_so < 0 ? "" : std::string(text + group.rm_so, text + group.rm_eo));
    *end = (size_t)at[0].rm_eo;
    return found;
}

Pattern::Match Pattern::match(const std::string& text) const {
    size_t end = 0;
    Match found = find(text.c_str(), &end);
    return found.empty() || found[0] != text ? Match() : found;
}

std::vector<Pattern::Match> Pattern::all(const std::string& text) const {
    std::vector<Match> matches;
    size_t start = 0, end = 0;
    for (Match found; !(found = find(text.c_str() + start, &end)).empty(); start += end) matches.push_back(found);
    return matches;
}
