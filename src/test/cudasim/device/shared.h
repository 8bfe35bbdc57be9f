// Shared memory. build.sh rewrites the two forms of a declaration
//     extern __shared__ T name[];    and    __shared__ T name[A][B];
// into calls of these functions. So every array ends at a guard page and holds NaN when its block begins. An array
// of the first form has exactly the size of the launch. Any other form stops the build.
#pragma once

namespace cudasim {

template <class T>
inline T* dynamicShared() {
    return static_cast<T*>(host->dynamicShared(alignof(T)));
}

// `Declaration` is the type of a lambda written at the declaration: one array per place in the source.
template <class T, class Declaration>
inline T& staticShared(Declaration) {
    static void* array = nullptr;
    return *static_cast<T*>(host->staticShared(&array, sizeof(T), alignof(T)));
}

}  // namespace cudasim

#define __shared__ cudasim_cannot_place_this_shared_declaration
