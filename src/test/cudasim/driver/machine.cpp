#include "machine.h"

#include "memory.h"
#include "report.h"
#include "settings.h"

bool exists(int device) { return device >= 0 && device < settings.devices && device < MAX_DEVICES; }

Machine machine;
thread_local std::vector<Context*> contextStack;

Context::Context(int device, bool primary) : device(device), primary(primary) {
    legacy.context = this;
    legacy.flags = 0;
}

Machine::Machine() {
    for (int d = 0; d < MAX_DEVICES; d++) primary.emplace_back(d, true);
}

Call::Call(Needs needs) : guard(machine.lock) {
    error = SUCCESS;
    if (needs == nothing) return;
    if (settings.lost) {
        error = settings.lost;
    } else if (settings.failsAt && --settings.failsAt == 0) {
        error = OPERATING_SYSTEM;
    } else if (!machine.initialized) {
        error = NOT_INITIALIZED;
    } else if (needs >= context) {
        current = contextStack.empty() ? nullptr : contextStack.back();
        if (!current) error = INVALID_CONTEXT;
        else if (!machine.contexts.has(current)) error = CONTEXT_IS_DESTROYED;
        else if (needs == workingContext) error = current->failure;
    }
}

// Removes what belongs to the context; returns the number removed.
template <class T>
static size_t dropAll(Handles<T>& handles, const Context* context) {
    std::vector<T*> left;
    for (T* object : handles)
        if (!context || object->context == context) left.push_back(object);
    for (T* object : left) {
        handles.drop(object);
        delete object;
    }
    return left.size();
}

static size_t dropObjects(const Context* context) {
    return dropAll(machine.streams, context) + dropAll(machine.events, context) + dropAll(machine.modules, context) +
           dropAll(machine.graphs, context) + dropAll(machine.executables, context);
}

void destroyContext(Context* context) {
    size_t bytes = liveBytes(context->device), objects = dropObjects(context);
    if ((bytes || objects) && !context->failure)
        report("device %d: a context ends with %zu bytes of memory and %zu objects not freed", context->device, bytes, objects);
    context->legacy.queue.clear();
    releaseAll(context->device);
    context->failure = SUCCESS;
    context->retained = 0;
    context->library = false;
    machine.contexts.drop(context);
    if (!context->primary) delete context;
}

void resetMachine() {
    dropObjects(nullptr);
    for (int d = 0; d < MAX_DEVICES; d++) {
        machine.primary[d].legacy.queue.clear();
        machine.primary[d].failure = SUCCESS;
        machine.primary[d].retained = 0;
        machine.primary[d].library = false;
        releaseAll(d);
        machine.contexts.drop(&machine.primary[d]);
    }
    machine.blasHandles = 0;
    contextStack.clear();
}
