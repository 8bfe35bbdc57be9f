#include "report.h"

#include <cstdarg>
#include <cstdio>
#include <mutex>

static std::mutex mutex;
static std::string kept;

void report(const char* format, ...) {
    char line[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof(line), format, arguments);
    va_end(arguments);
    fprintf(stderr, "cudasim: %s\n", line);
    std::lock_guard<std::mutex> guard(mutex);
    if (kept.size() < (1 << 20)) kept.append(line).append("\n");
}

std::string takeReports() {
    std::lock_guard<std::mutex> guard(mutex);
    std::string taken;
    taken.swap(kept);
    return taken;
}
