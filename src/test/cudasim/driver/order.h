// The order in which threads and blocks run, from the settings.
#pragma once
#include <algorithm>
#include <random>
#include <vector>

#include "../device/interface.h"
#include "settings.h"

std::mt19937_64& orderGenerator();
// Called before each launch: the same seed gives the same order.
inline void seedOrder() { orderGenerator().seed(settings.seed); }

template <class T>
void arrange(std::vector<T>& items) {
    if (settings.order == Order::descending) std::reverse(items.begin(), items.end());
    if (settings.order == Order::random) std::shuffle(items.begin(), items.end(), orderGenerator());
}

// Iterates over the blocks of a grid. Stores only a random order, because a grid may be huge.
class BlockOrder {
  public:
    explicit BlockOrder(const cudasim::Dim& grid);
    bool next(cudasim::Dim* block);  // false: there are no more

  private:
    cudasim::Dim grid;
    size_t count, taken = 0;
    std::vector<unsigned> drawn;
};
