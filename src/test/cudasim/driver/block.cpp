#include "block.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <numeric>

#include "fault.h"
#include "fault_report.h"
#include "fiber.h"
#include "order.h"
#include "report.h"
#include "settings.h"
#include "shared_memory.h"

using cudasim::Dim;
using cudasim::Entry;
using cudasim::Exchange;

cudasim::Coordinates* coordinates;

namespace {

enum class State { running, atBlock, atWarp, finished };

// A fiber and the thread that it runs. After the end of its thread a fiber runs the next one, so a kernel without
// barriers needs only one fiber.
struct Worker {
    Fiber fiber;
    unsigned thread = 0;
    State state = State::finished;
    const char* site = nullptr;
    int predicate = 0;
    unsigned mask = 0, source = 0;
    Exchange kind = Exchange::none;
    uint64_t value = 0;
};

const unsigned MAX_THREADS = 1024, WARP = 32, STATIC_SHARED_LIMIT = 48 << 10;

struct Running {
    const Entry* entry;
    const unsigned char* arguments;
    std::vector<unsigned> order;   // of the threads
    unsigned begun, threads;
    std::vector<Worker*> active;   // workers whose thread waits, in the order in which they continue
    Worker* ofThread[MAX_THREADS];
    bool done[MAX_THREADS];
    unsigned finished;
    int count;                     // of the last block barrier
    std::string wrong;             // the error that the scheduler or a callback found
    Result code;
} run;

std::vector<Worker*> workers;
Worker* current;

Dim coordinatesOf(unsigned index, const Dim& size) {
    return {index % size.x, index / size.x % size.y, index / (size.x * size.y)};
}

void enter(unsigned thread) { coordinates->threadIdx = coordinatesOf(thread, coordinates->blockDim); }

void runThreads() {
    while (run.begun < run.threads) {
        unsigned thread = run.order[run.begun++];
        current->thread = thread;
        current->state = State::running;
        run.ofThread[thread] = current;
        enter(thread);
        run.entry->call(run.arguments);
        run.done[thread] = true;
        run.finished++;
    }
    current->state = State::finished;
    Fiber::pause();
}

// Continues a worker until it waits or has no thread left; false if its kernel faulted.
bool goOn(Worker* worker, Fault* fault) {
    current = worker;
    if (worker->state != State::finished) {
        worker->state = State::running;
        enter(worker->thread);
    }
    worker->fiber.resume();
    *fault = takeFault();
    return fault->code == SUCCESS && run.code == SUCCESS;
}

unsigned existingLanes(unsigned warp) {
    unsigned left = run.threads - warp * WARP;
    return left >= WARP ? ~0u : (1u << left) - 1;
}

void wrong(const char* format, unsigned a, const char* siteA, unsigned b, const char* siteB) {
    char text[512];
    snprintf(text, sizeof(text), format, a, siteA, b, siteB);
    run.wrong = text;
    run.code = LAUNCH_FAILED;
}

// The lanes that `worker` waits for; null if one of them has not arrived yet.
bool warpComplete(const Worker* worker, std::vector<Worker*>* group) {
    unsigned warp = worker->thread / WARP, needed = worker->mask & existingLanes(warp);
    group->clear();
    for (unsigned lane = 0; lane < WARP; lane++) {
        if (!(needed >> lane & 1)) continue;
        unsigned thread = warp * WARP + lane;
        if (run.done[thread]) {
            wrong("thread %u waits in %s for lane %u, whose thread has ended%s", worker->thread, worker->site, lane, "");
            return false;
        }
        Worker* other = run.ofThread[thread];
        if (!other || other->state != State::atWarp || other->mask != worker->mask || other->kind != worker->kind ||
            strcmp(other->site, worker->site) != 0)
            return false;
        group->push_back(other);
    }
    return true;
}

void exchange(const std::vector<Worker*>& group) {
    uint64_t values[WARP];
    memset(values, 0xFF, sizeof(values));  // the value of a lane outside the mask
    unsigned votes = 0;
    for (Worker* worker : group) {
        values[worker->thread % WARP] = worker->value;
        if (worker->value) votes |= 1u << worker->thread % WARP;
    }
    for (Worker* worker : group) {
        if (worker->kind == Exchange::shuffle) worker->value = values[worker->source % WARP];
        if (worker->kind == Exchange::ballot) worker->value = votes;
        worker->state = State::running;
    }
}

bool releaseWarps() {
    bool released = false;
    std::vector<Worker*> group;
    for (Worker* worker : run.active) {
        if (worker->state != State::atWarp) continue;
        if (warpComplete(worker, &group)) {
            exchange(group);
            released = true;
        }
    }
    return released;
}

bool releaseBlock() {
    Worker* first = run.active.front();
    for (Worker* worker : run.active) {
        if (worker->state != State::atBlock) return false;
        if (strcmp(worker->site, first->site) != 0) {
            wrong("thread %u waits at the barrier %s, thread %u at %s", first->thread, first->site, worker->thread, worker->site);
            return false;
        }
    }
    if (run.finished) {
        wrong("thread %u waits at the barrier %s, but %u threads have ended%s", first->thread, first->site, run.finished, "");
        return false;
    }
    run.count = 0;
    for (Worker* worker : run.active) run.count += worker->predicate;
    for (Worker* worker : run.active) worker->state = State::running;
    return true;
}

void describeDivergence() {
    if (run.code != SUCCESS) return;
    const Worker *first = run.active.front(), *other = run.active.back();
    for (const Worker* worker : run.active)
        if (worker->state != first->state || strcmp(worker->site, first->site) != 0) other = worker;
    wrong("threads wait for each other: %u in %s, %u in %s", first->thread, first->site, other->thread, other->site);
}

// Runs all threads to their end or first barrier, then from barrier to barrier.
bool runBlock(Fault* fault) {
    run.begun = run.finished = 0;
    run.active.clear();
    std::fill(run.done, run.done + run.threads, false);
    std::fill(run.ofThread, run.ofThread + run.threads, nullptr);
    for (Worker* worker : workers) worker->state = State::finished;
    sharedBlockBegins();
    size_t next = 0;
    while (run.begun < run.threads) {
        if (next == workers.size()) workers.push_back(new Worker);
        Worker* worker = workers[next++];
        worker->fiber.prepare(runThreads);
        if (!goOn(worker, fault)) return false;
        if (worker->state != State::finished) run.active.push_back(worker);
    }
    while (!run.active.empty()) {
        bool released = releaseWarps();
        if (run.code != SUCCESS) return false;
        if (!released && !releaseBlock()) {
            describeDivergence();
            return false;
        }
        std::vector<Worker*> ready = run.active;
        if (settings.order == Order::random) arrange(ready);
        for (Worker* worker : ready)
            if (worker->state == State::running && !goOn(worker, fault)) return false;
        run.active.erase(std::remove_if(run.active.begin(), run.active.end(),
                                        [](Worker* worker) { return worker->state == State::finished; }),
                         run.active.end());
    }
    return true;
}

int blockBarrier(int predicate, const char* site) {
    current->state = State::atBlock;
    current->site = site;
    current->predicate = predicate;
    Fiber::pause();
    return run.count;
}

uint64_t warpMeet(unsigned mask, Exchange kind, uint64_t value, unsigned source, const char* site) {
    if (!(mask >> current->thread % WARP & 1)) {
        wrong("thread %u calls %s with the mask %08x%s, which lacks its own lane", current->thread, site, mask, "");
        Fiber::pause();
    }
    current->state = State::atWarp;
    current->site = site;
    current->mask = mask;
    current->kind = kind;
    current->value = value;
    current->source = source;
    Fiber::pause();
    return current->value;
}

unsigned lane() { return current->thread % WARP; }
void misaligned(const void* address, size_t) { raiseFault(MISALIGNED_ADDRESS, address); }
void trap() { raiseFault(ILLEGAL_INSTRUCTION, nullptr); }

Result blockEnded() {
    if (staticSharedBytes() > STATIC_SHARED_LIMIT) {
        report("%s: %zu bytes of static shared memory, more than a block can have", run.entry->name, staticSharedBytes());
        return LAUNCH_OUT_OF_RESOURCES;
    }
    if (!sharedBlockEnds()) {
        report("%s: a write just behind the dynamic shared memory", run.entry->name);
        return ILLEGAL_ADDRESS;
    }
    return SUCCESS;
}

}  // namespace

const cudasim::Host kernelHost = {blockBarrier, warpMeet,   lane, dynamicSharedMemory, staticSharedMemory, misaligned, trap};

Result runKernel(const Entry& entry, const Shape& shape, const unsigned char* arguments) {
    KernelGuard guard(settings.timeoutSeconds);
    run.entry = &entry;
    run.arguments = arguments;
    run.threads = shape.block.x * shape.block.y * shape.block.z;
    run.code = SUCCESS;
    seedOrder();
    coordinates->gridDim = shape.grid;
    coordinates->blockDim = shape.block;
    sharedLaunchBegins(shape.sharedBytes);
    run.order.resize(run.threads);
    std::iota(run.order.begin(), run.order.end(), 0u);
    arrange(run.order);
    BlockOrder order(shape.grid);
    while (order.next(&coordinates->blockIdx)) {
        Fault fault;
        if (!runBlock(&fault)) {
            if (fault.code != SUCCESS) {
                reportFault(entry.name, *coordinates, current->fiber, fault);
                return fault.code;
            }
            report("%s, block (%u,%u,%u): %s", entry.name, coordinates->blockIdx.x, coordinates->blockIdx.y,
                   coordinates->blockIdx.z, run.wrong.c_str());
            return run.code;
        }
        if (Result wrongShared = blockEnded()) return wrongShared;
    }
    return SUCCESS;
}
