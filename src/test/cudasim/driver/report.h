// Reports of what a program did wrong: lines on stderr, also kept for the tests that provoke them.
#pragma once
#include <string>

void report(const char* format, ...) __attribute__((format(printf, 1, 2)));
// All lines since the last call.
std::string takeReports();
