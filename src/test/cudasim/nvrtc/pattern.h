// An extended regular expression of POSIX, with \w, \s and \b as in glibc. The header <regex> would take longer to
// compile than all other files here together.
#pragma once
#include <regex.h>

#include <string>
#include <vector>

class Pattern {
public:
    // A text that matched and those of its groups; empty for a group that took no part.
    using Match = std::vector<std::string>;

    explicit Pattern(const char* expression);
    Pattern(const Pattern&) = delete;
    ~Pattern();

    // The match of the whole text; empty if there is none.
    Match match(const std::string& text) const;
    // All matches in the text, one behind the other.
    std::vector<Match> all(const std::string& text) const;

private:
    regex_t compiled;

    Match find(const char* text, size_t* end) const;
};
