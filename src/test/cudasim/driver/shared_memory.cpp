#include "shared_memory.h"

#include <sys/mman.h>

#include <cstring>
#include <map>
#include <vector>

namespace {

const size_t PAGE = 4096;

struct Array {
    char* start;
    size_t size, padded;
    unsigned long block;  // the last block that it was poisoned for
};

std::vector<Array*> statics;
std::map<size_t, Array*> dynamics;  // by size: one mapping for each size that was ever launched
Array* dynamicArray;
size_t staticBytes;
unsigned long block;

Array* place(size_t size, size_t alignment) {
    size_t padded = (size + alignment - 1) / alignment * alignment;
    size_t guard = PAGE + (padded + PAGE - 1) / PAGE * PAGE;
    char* mapped = (char*)mmap(nullptr, guard + PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    mprotect(mapped, PAGE, PROT_NONE);
    mprotect(mapped + guard, PAGE, PROT_NONE);
    return new Array{mapped + guard - padded, size, padded, 0};
}

void* fresh(Array* array) {
    if (array->block != block) {
        array->block = block;
        memset(array->start, 0xFF, array->padded);
    }
    return array->start;
}

long past(const Array* array, const char* at) {
    long distance = at - (array->start + array->size);
    return distance >= 0 && distance < (long)(2 * PAGE) ? distance : -1;
}

}  // namespace

void sharedLaunchBegins(size_t bytes) {
    Array*& array = dynamics[bytes];
    if (!array) array = place(bytes, 16);
    dynamicArray = array;
}

void sharedBlockBegins() {
    block++;
    staticBytes = 0;
}

bool sharedBlockEnds() {
    if (dynamicArray->block != block) return true;
    for (size_t i = dynamicArray->size; i < dynamicArray->padded; i++)
        if (dynamicArray->start[i] != (char)0xFF) return false;
    return true;
}

void* dynamicSharedMemory(size_t) { return fresh(dynamicArray); }

void* staticSharedMemory(void** declaration, size_t size, size_t alignment) {
    if (!*declaration) {
        *declaration = place(size, alignment);
        statics.push_back((Array*)*declaration);
    }
    Array* array = (Array*)*declaration;
    if (array->block != block) staticBytes += size;
    return fresh(array);
}

size_t staticSharedBytes() { return staticBytes; }

long sharedBytesPast(const void* address, size_t* arraySize) {
    std::vector<Array*> all = statics;
    if (dynamicArray) all.push_back(dynamicArray);
    for (const Array* array : all)
        if (long distance = past(array, (const char*)address); distance >= 0) {
            *arraySize = array->size;
            return distance;
        }
    return -1;
}
