// Shared memory of the running block: arrays that end at a guard page and are NaN when the block begins.
#pragma once
#include <cstddef>

void sharedLaunchBegins(size_t dynamicBytes);
void sharedBlockBegins();
// False: the block wrote behind its dynamic memory.
bool sharedBlockEnds();

void* dynamicSharedMemory(size_t alignment);
// One array per declaration; `*declaration` is null before its first use and then belongs to this file.
void* staticSharedMemory(void** declaration, size_t size, size_t alignment);
// The total size of the declarations that the running block has reached.
size_t staticSharedBytes();
// Bytes past the end of the array just below the address, or -1.
long sharedBytesPast(const void* address, size_t* arraySize);
