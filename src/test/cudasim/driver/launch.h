// Counts how often each kernel ran, by name.
#pragma once
#include <map>
#include <string>

extern std::map<std::string, unsigned long> launchesOf;
