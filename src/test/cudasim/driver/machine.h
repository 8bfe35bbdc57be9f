// The state of the simulated machine: devices with their contexts, the objects of the API, and the one lock.
#pragma once
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "../device/interface.h"
#include "codes.h"

const int MAX_DEVICES = 8;

struct Context;

struct Operation {
    unsigned long sequence;
    std::function<Result()> run;
};

// The operations that a stream recorded between begin and end of a capture.
struct Graph {
    Context* context;
    std::vector<std::function<Result()>> nodes;
};

struct Capture {
    std::unique_ptr<Graph> graph;
    int mode = 0;  // 0 global, 1 thread-local, 2 relaxed
    unsigned long thread = 0;
    Result broken = SUCCESS;
};

struct Stream {
    Context* context;
    unsigned flags;  // 1: does not wait for the legacy stream
    std::deque<Operation> queue;
    std::unique_ptr<Capture> capture;
    bool running = false;
};

struct Context {
    int device;
    bool primary;
    int retained = 0;          // by the program
    bool library = false;      // one of NVIDIA's libraries retains it too, until the process ends
    Result failure = SUCCESS;  // sticky: the result of every call after a kernel has failed
    Stream legacy;             // the null stream
    Context(int device, bool primary);
};

// One recording of an event.
struct Mark {
    Stream* stream = nullptr;
    bool reached = false;
    double milliseconds = 0;
};

struct Event {
    Context* context;
    unsigned flags;  // 2: without time
    std::shared_ptr<Mark> mark;
};

struct Module;

struct Function {
    const cudasim::Entry* entry;
    Module* module;
    int dynamicSharedLimit = 48 << 10;
    bool launched = false;  // outside of captures
};

struct Module {
    Context* context;
    std::string ptx;  // empty for a built image
    std::string image;
    std::deque<Function> functions;
};

// The live handles of one kind. Any other pointer is refused, whereas a real driver might crash.
template <class T>
class Handles {
  public:
    T* add(T* object) { return live.insert(object).first, object; }
    bool has(T* object) const { return live.count(object) == 1; }
    bool drop(T* object) { return live.erase(object) == 1; }
    size_t count() const { return live.size(); }
    typename std::set<T*>::const_iterator begin() const { return live.begin(); }
    typename std::set<T*>::const_iterator end() const { return live.end(); }

  private:
    std::set<T*> live;
};

struct Machine {
    std::recursive_mutex lock;
    bool initialized = false;
    std::deque<Context> primary;
    Handles<Context> contexts;   // all that exist; primary ones while retained
    Handles<Stream> streams;
    Handles<Event> events;
    Handles<Module> modules;
    Handles<Graph> graphs, executables;
    long blasHandles = 0;
    unsigned long launches = 0;
    Machine();
};

extern Machine machine;
extern thread_local std::vector<Context*> contextStack;  // of the calling thread; the last is current

// Begins every call: takes the lock, and has the error if the call cannot be made at all.
class Call {
  public:
    enum Needs { nothing, driver, context, workingContext };
    Call(Needs needs = workingContext);
    Result error;
    Context* current = nullptr;

  private:
    std::lock_guard<std::recursive_mutex> guard;
};

#define BEGIN(...)            \
    Call call{__VA_ARGS__};   \
    if (call.error) return call.error

// Whether there is a device of that number.
bool exists(int device);
// Ends a context: reports what was not freed, then frees its memory and objects.
void destroyContext(Context* context);
// Removes all memory, objects and errors; the driver stays initialised.
void resetMachine();
