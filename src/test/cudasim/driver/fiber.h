// Stacks that threads of a block run on, switched by hand: a barrier costs a few nanoseconds.
#pragma once
#include <cstddef>

class Fiber {
  public:
    typedef void (*Body)();
    Fiber();
    void prepare(Body body);  // forget what ran here; the next resume() starts `body`, which must not return
    void resume();            // run until the fiber pauses
    static void pause();      // back to who resumed
    static Fiber* current();
    bool owns(const void* address) const;  // of its stack or the guard below it

  private:
    char* stack;
    void* pointer;
};
