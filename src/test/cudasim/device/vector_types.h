// float2, float4 and similar types. On a GPU, loading or storing a whole one at an address that is not a multiple
// of its size is a fault. Here the copy operations check that.
#pragma once

namespace cudasim {

extern const Host* host;

template <size_t alignment>
inline void checkAligned(const void* address) {
    asm("" : "+r"(address));  // Otherwise the compiler assumes the alignment that is to be checked.
    if (__builtin_expect((uintptr_t)address % alignment != 0, 0)) host->misaligned(address, alignment);
}

}  // namespace cudasim

#define CUDASIM_VECTOR(T, NAME, BYTES, FIELDS, COPY)                    \
    struct alignas(BYTES) NAME {                                        \
        T FIELDS;                                                       \
        NAME() = default;                                               \
        NAME(const NAME& o) { cudasim::checkAligned<BYTES>(&o); COPY }  \
        NAME& operator=(const NAME& o) {                                \
            cudasim::checkAligned<BYTES>(&o);                           \
            cudasim::checkAligned<BYTES>(this);                         \
            COPY return *this;                                          \
        }                                                               \
    };
#define CUDASIM_FIELDS2 x, y
#define CUDASIM_FIELDS4 x, y, z, w
#define CUDASIM_COPY2 x = o.x; y = o.y;
#define CUDASIM_COPY4 CUDASIM_COPY2 z = o.z; w = o.w;
#define CUDASIM_VECTORS(T, NAME)                                                              \
    CUDASIM_VECTOR(T, NAME##2, 2 * sizeof(T), CUDASIM_FIELDS2, CUDASIM_COPY2)                 \
    CUDASIM_VECTOR(T, NAME##4, (sizeof(T) < 4 ? 4 * sizeof(T) : 16), CUDASIM_FIELDS4, CUDASIM_COPY4) \
    inline NAME##2 make_##NAME##2(T x, T y) { NAME##2 v; v.x = x; v.y = y; return v; }        \
    inline NAME##4 make_##NAME##4(T x, T y, T z, T w) {                                       \
        NAME##4 v; v.x = x; v.y = y; v.z = z; v.w = w; return v;                              \
    }

CUDASIM_VECTORS(float, float)
CUDASIM_VECTORS(int, int)
CUDASIM_VECTORS(unsigned, uint)
CUDASIM_VECTORS(unsigned short, ushort)
CUDASIM_VECTORS(unsigned char, uchar)
CUDASIM_VECTOR(double, double2, 16, CUDASIM_FIELDS2, CUDASIM_COPY2)
