// Atomic operations: one thread runs at a time, so plain reads and writes are atomic.
#pragma once

namespace cudasim {
template <class T>
struct Same {
    typedef T type;
};

template <class T, class F>
inline T replace(T* address, F change) {
    checkAligned<sizeof(T)>(address);
    T old = *(volatile T*)address;
    *(volatile T*)address = change(old);
    return old;
}
}  // namespace cudasim

template <class T>
inline T atomicAdd(T* p, typename cudasim::Same<T>::type v) {
    return cudasim::replace(p, [v](T old) { return (T)(old + v); });
}
template <class T>
inline T atomicSub(T* p, typename cudasim::Same<T>::type v) {
    return cudasim::replace(p, [v](T old) { return (T)(old - v); });
}
template <class T>
inline T atomicMax(T* p, typename cudasim::Same<T>::type v) {
    return cudasim::replace(p, [v](T old) { return v > old ? v : old; });
}
template <class T>
inline T atomicMin(T* p, typename cudasim::Same<T>::type v) {
    return cudasim::replace(p, [v](T old) { return v < old ? v : old; });
}
template <class T>
inline T atomicOr(T* p, typename cudasim::Same<T>::type v) {
    return cudasim::replace(p, [v](T old) { return (T)(old | v); });
}
template <class T>
inline T atomicAnd(T* p, typename cudasim::Same<T>::type v) {
    return cudasim::replace(p, [v](T old) { return (T)(old & v); });
}
template <class T>
inline T atomicExch(T* p, typename cudasim::Same<T>::type v) {
    return cudasim::replace(p, [v](T) { return v; });
}
template <class T>
inline T atomicCAS(T* p, typename cudasim::Same<T>::type expected, typename cudasim::Same<T>::type v) {
    return cudasim::replace(p, [=](T old) { return old == expected ? v : old; });
}
