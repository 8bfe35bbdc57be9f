// Fibers: stacks on which the threads of a block run. Switching is explicit, so a barrier costs a few nanoseconds.
#pragma once
#include <cstddef>

class Fiber {
  public:
    typedef void (*Body)();
    Fiber();
    void prepare(Body body);  // discards the previous body; the next resume() starts `body`, which must not return
    void resume();            // runs until the fiber pauses
    static void pause();      // returns to the caller of resume()
    static Fiber* current();
    bool owns(const void* address) const;  // in its stack or the guard page below it

  private:
    char* stack;
    void* pointer;
};
