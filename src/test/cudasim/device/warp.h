// Warp-wide operations. All lanes in the mask must reach the same call.
#pragma once

namespace cudasim {

template <class T>
inline T shuffle(unsigned mask, T value, unsigned source, const char* site) {
    static_assert(sizeof(T) <= 8, "a shuffle moves at most 8 bytes");
    uint64_t bits = 0;
    __builtin_memcpy(&bits, &value, sizeof(T));
    bits = host->warpMeet(mask, Exchange::shuffle, bits, source, site);
    T result;
    __builtin_memcpy(&result, &bits, sizeof(T));
    return result;
}

// The lanes of a shuffle's segment (`width` is a power of two), and the lane from which each operation reads.
struct Segment {
    unsigned lane = host->lane(), width;
    unsigned base() const { return lane & ~(width - 1); }
    unsigned at(int index) const { return base() | ((unsigned)index & (width - 1)); }
    unsigned up(unsigned delta) const { return lane >= base() + delta ? lane - delta : lane; }
    unsigned down(unsigned delta) const { return lane + delta < base() + width ? lane + delta : lane; }
    unsigned across(int lanes) const {
        unsigned other = lane ^ (unsigned)lanes;
        return other < base() + width ? other : lane;
    }
};

inline Segment segment(int width = warpSize) {
    Segment s;
    s.width = (unsigned)width;
    return s;
}

inline unsigned ballot(unsigned mask, bool predicate, const char* site) {
    return (unsigned)host->warpMeet(mask, Exchange::ballot, predicate, 0, site);
}

template <class... W>
inline unsigned sourceAt(int lane, W... width) { return segment(width...).at(lane); }
template <class... W>
inline unsigned sourceUp(unsigned delta, W... width) { return segment(width...).up(delta); }
template <class... W>
inline unsigned sourceDown(unsigned delta, W... width) { return segment(width...).down(delta); }
template <class... W>
inline unsigned sourceAcross(int lanes, W... width) { return segment(width...).across(lanes); }

}  // namespace cudasim

#define __shfl_sync(mask, value, ...) cudasim::shuffle(mask, value, cudasim::sourceAt(__VA_ARGS__), CUDASIM_SITE)
#define __shfl_up_sync(mask, value, ...) cudasim::shuffle(mask, value, cudasim::sourceUp(__VA_ARGS__), CUDASIM_SITE)
#define __shfl_down_sync(mask, value, ...) cudasim::shuffle(mask, value, cudasim::sourceDown(__VA_ARGS__), CUDASIM_SITE)
#define __shfl_xor_sync(mask, value, ...) cudasim::shuffle(mask, value, cudasim::sourceAcross(__VA_ARGS__), CUDASIM_SITE)
#define __ballot_sync(mask, predicate) cudasim::ballot(mask, (predicate) != 0, CUDASIM_SITE)
#define __any_sync(mask, predicate) (cudasim::ballot(mask, (predicate) != 0, CUDASIM_SITE) != 0)
#define __all_sync(mask, predicate) (cudasim::ballot(mask, (predicate) == 0, CUDASIM_SITE) == 0)
#define CUDASIM_WARP_BARRIER(mask) ((void)cudasim::host->warpMeet(mask, cudasim::Exchange::none, 0, 0, CUDASIM_SITE))
#define __syncwarp(...) CUDASIM_WARP_BARRIER(cudasim::maskOr(__VA_ARGS__))

namespace cudasim {
inline unsigned maskOr(unsigned mask = 0xffffffffu) { return mask; }
}  // namespace cudasim
