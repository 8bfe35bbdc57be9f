#include "order.h"

#include <numeric>

std::mt19937_64& orderGenerator() {
    static std::mt19937_64 generator;
    return generator;
}

BlockOrder::BlockOrder(const cudasim::Dim& grid) : grid(grid), count((size_t)grid.x * grid.y * grid.z) {
    if (settings.order != Order::random) return;
    drawn.resize(count);
    std::iota(drawn.begin(), drawn.end(), 0u);
    arrange(drawn);
}

bool BlockOrder::next(cudasim::Dim* block) {
    if (taken == count) return false;
    size_t index = settings.order == Order::descending ? count - 1 - taken : taken;
    if (!drawn.empty()) index = drawn[taken];
    size_t layer = (size_t)grid.x * grid.y;
    *block = {(unsigned)(index % grid.x), (unsigned)(index / grid.x % grid.y), (unsigned)(index / layer)};
    taken++;
    return true;
}
