// Derives each kernel's parameter layout from the type of its function, so that nobody has to write it twice.
#pragma once

namespace cudasim {

void registerEntry(const Entry& entry);

template <class... A>
struct Layout {
    static constexpr size_t count = sizeof...(A);
    Parameter parameters[count + 1] = {};
    unsigned bytes = 0;
    constexpr Layout() {
        const unsigned sizes[] = {(unsigned)sizeof(A)..., 0};
        const unsigned alignments[] = {(unsigned)alignof(A)..., 1};
        for (size_t i = 0; i < count; i++) {
            bytes = (bytes + alignments[i] - 1) / alignments[i] * alignments[i];
            parameters[i] = {bytes, sizes[i]};
            bytes += sizes[i];
        }
    }
};

template <class T>
inline T argument(const unsigned char* at) {
    alignas(T) unsigned char bytes[sizeof(T)];
    __builtin_memcpy(bytes, at, sizeof(T));
    return *reinterpret_cast<T*>(bytes);
}

template <size_t... I>
struct Indices {};
template <size_t n, size_t... I>
struct Counted : Counted<n - 1, n - 1, I...> {};
template <size_t... I>
struct Counted<0, I...> {
    typedef Indices<I...> type;
};

template <auto function>
struct Kernel;

template <class... A, void (*function)(A...)>
struct Kernel<function> {
    static constexpr Layout<A...> layout{};

    template <size_t... I>
    static void invoke(const unsigned char* arguments, Indices<I...>) {
        function(argument<A>(arguments + layout.parameters[I].offset)...);
        (void)arguments;
    }
    static void call(const unsigned char* arguments) { invoke(arguments, typename Counted<sizeof...(A)>::type()); }

    Kernel(const char* module, const char* name, unsigned maxThreads) {
        registerEntry({module, name, maxThreads, layout.parameters, (unsigned)sizeof...(A), layout.bytes, call});
    }
};

inline constexpr unsigned firstOf(unsigned maxThreads, unsigned = 0, unsigned = 0) { return maxThreads; }

}  // namespace cudasim

#define CUDASIM_KERNEL(module, name, ...) \
    static const cudasim::Kernel<&name> cudasim_kernel_##name(module, #name, cudasim::firstOf(__VA_ARGS__));
