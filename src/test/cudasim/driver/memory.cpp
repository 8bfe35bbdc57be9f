#include "memory.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <map>

#include "report.h"

namespace {

const size_t ALIGNMENT = 16;  // the real one is 256; 16 suffices for every access and keeps the guard close
const int POISON = 0xFF;

std::map<const char*, Allocation> live;       // by first byte
std::map<const char*, size_t> freed;          // the last frees, for messages
std::map<const char*, size_t> registered;     // host memory that the program has registered as pinned
size_t bytesOf[16];

size_t pageSize() {
    static const size_t size = (size_t)sysconf(_SC_PAGESIZE);
    return size;
}

// A large range of addresses; each is used once.
char* reserve(size_t bytes) {
    static char* next = nullptr;
    static size_t left = 0;
    if (bytes > left) {
        left = 1ull << 42;
        void* row = MAP_FAILED;
        while (left >= bytes && left >= 1ull << 33) {
            row = mmap(nullptr, left, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
            if (row != MAP_FAILED) break;
            left /= 2;
        }
        if (row == MAP_FAILED) return left = 0, nullptr;
        next = (char*)row;
    }
    char* taken = next;
    next += bytes;
    left -= bytes;
    return taken;
}

bool untouched(const char* from, const char* to) {
    for (; from < to; from++)
        if (*from != (char)POISON) return false;
    return true;
}

bool intact(const char* start, const Allocation& a, const char* after) {
    // Before the start, at most one page is checked; below it is a guard page.
    const char* wrong = !untouched(start + a.size, a.end) ? "behind" : !untouched(a.pages, start) ? "before" : nullptr;
    if (wrong) {
        report("%s: a write just %s an allocation of %zu bytes", after, wrong, a.size);
        memset(a.pages, POISON, start - a.pages);
        memset(const_cast<char*>(start) + a.size, POISON, a.slack);
    }
    return !wrong;
}

void unmap(const char* start, const Allocation& a) {
    // The addresses stay reserved, so that a later access is caught.
    mmap(a.pages, a.end - a.pages, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0);
    if (freed.size() > 4096) freed.erase(freed.begin());
    freed[start] = a.size;
    if (a.kind == MemoryKind::device) bytesOf[a.device] -= a.size;
}

}  // namespace

void* allocate(MemoryKind kind, int device, size_t size) {
    size_t page = pageSize(), padded = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    size_t mapped = (padded + page - 1) / page * page;
    if (mapped < size) return nullptr;
    char* pages = reserve(mapped + page);
    if (!pages || mmap(pages, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED)
        return nullptr;
    memset(pages, POISON, mapped);
    char* start = pages + mapped - padded;
    live[start] = {kind, device, size, pages, pages + mapped, padded - size};
    if (kind == MemoryKind::device) bytesOf[device] += size;
    return start;
}

bool release(MemoryKind kind, void* pointer) {
    auto found = live.find((const char*)pointer);
    if (found == live.end() || found->second.kind != kind) {
        report("free of %p, which is %s", pointer, describeAddress(pointer).c_str());
        return false;
    }
    intact(found->first, found->second, "at a free");
    unmap(found->first, found->second);
    live.erase(found);
    return true;
}

void releaseAll(int device) {
    for (auto it = live.begin(); it != live.end();) {
        if (it->second.device != device) {
            ++it;
            continue;
        }
        unmap(it->first, it->second);
        it = live.erase(it);
    }
}

bool registerHost(void* pointer, size_t size) { return registered.emplace((const char*)pointer, size).second; }
bool unregisterHost(void* pointer) { return registered.erase((const char*)pointer) == 1; }

const Allocation* allocationAt(const void* pointer, const void** start) {
    auto it = live.upper_bound((const char*)pointer);
    if (it == live.begin()) return nullptr;
    --it;
    if ((size_t)((const char*)pointer - it->first) >= it->second.size) return nullptr;
    if (start) *start = it->first;
    return &it->second;
}

static bool within(const void* pointer, size_t size, MemoryKind kind) {
    const void* start;
    const Allocation* a = allocationAt(pointer, &start);
    return a && a->kind == kind && size <= a->size - ((const char*)pointer - (const char*)start);
}

bool inDeviceMemory(DevicePointer pointer, size_t size) {
    return size == 0 || within((const void*)pointer, size, MemoryKind::device);
}

bool isPinned(const void* pointer, size_t size) {
    if (within(pointer, size, MemoryKind::pinned)) return true;
    auto it = registered.upper_bound((const char*)pointer);
    if (it == registered.begin()) return false;
    --it;
    size_t offset = (size_t)((const char*)pointer - it->first);
    return offset < it->second && size <= it->second - offset;
}

std::string describeAddress(const void* address) {
    const char* at = (const char*)address;
    char text[160];
    if (at < (const char*)4096) return "a null pointer (or near one)";
    const void* start;
    if (const Allocation* a = allocationAt(at, &start)) {
        snprintf(text, sizeof(text), "byte %zu of a live allocation of %zu", (size_t)(at - (const char*)start), a->size);
        return text;
    }
    auto old = freed.upper_bound(at);
    if (old != freed.begin() && (size_t)(at - (--old)->first) < old->second) {
        snprintf(text, sizeof(text), "byte %zu of a freed allocation of %zu", (size_t)(at - old->first), old->second);
        return text;
    }
    auto next = live.upper_bound(at);
    if (next != live.begin()) {
        auto before = std::prev(next);
        size_t past = (size_t)(at - before->first) - before->second.size;
        if (past < 1 << 20) {
            snprintf(text, sizeof(text), "%zu bytes past the end of an allocation of %zu", past, before->second.size);
            return text;
        }
    }
    if (next != live.end() && next->first - at < 1 << 20) {
        snprintf(text, sizeof(text), "%zu bytes before an allocation of %zu", (size_t)(next->first - at), next->second.size);
        return text;
    }
    return "no memory of the device";
}

bool slackIntact(const char* after) {
    bool ok = true;
    for (const auto& entry : live)
        if (entry.second.slack && !untouched(entry.first + entry.second.size, entry.second.end))
            ok = intact(entry.first, entry.second, after) && ok;
    return ok;
}

size_t liveAllocations(MemoryKind kind) {
    size_t n = 0;
    for (const auto& entry : live) n += entry.second.kind == kind;
    return n;
}

size_t liveBytes(int device) { return bytesOf[device]; }
