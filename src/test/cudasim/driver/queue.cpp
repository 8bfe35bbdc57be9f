#include "queue.h"

#include <pthread.h>

#include "memory.h"
#include "settings.h"

static unsigned long sequence;
static const size_t LONGEST_QUEUE = 1024;  // About as long as a GPU's queue. Beyond it, a submission runs the older half.

unsigned long nextSequence() { return sequence; }

Stream* streamOf(Stream* handle, Context* current) {
    if (handle == nullptr || handle == (Stream*)1) return &current->legacy;
    return machine.streams.has(handle) ? handle : nullptr;
}

static bool isLegacy(const Stream* stream) { return stream == &stream->context->legacy; }

static Result perform(Stream* stream, const std::function<Result()>& run) {
    if (stream->context->failure) return stream->context->failure;
    Result result = settings.lost ? settings.lost : run();
    if (!result && !slackIntact("after a kernel or copy")) result = ILLEGAL_ADDRESS;
    if (result && stream->context->failure == SUCCESS) stream->context->failure = result;
    return result;
}

// Work in the legacy stream waits for earlier work in every blocking stream, and vice versa.
static void runWhatComesBefore(Stream* stream, unsigned long before) {
    if (stream->flags & 1) return;
    if (!isLegacy(stream)) {
        drainUntil(&stream->context->legacy, before);
        return;
    }
    std::vector<Stream*> others(machine.streams.begin(), machine.streams.end());
    for (Stream* other : others)
        if (!(other->flags & 1) && other->context == stream->context) drainUntil(other, before);
}

Result drainUntil(Stream* stream, unsigned long limit) {
    while (!stream->queue.empty() && stream->queue.front().sequence < limit) {
        Operation operation = std::move(stream->queue.front());
        stream->queue.pop_front();
        runWhatComesBefore(stream, operation.sequence);
        perform(stream, operation.run);
    }
    return stream->context->failure;
}

Result drainStream(Stream* stream) {
    runWhatComesBefore(stream, sequence);
    return drainUntil(stream, sequence);
}

Result drainContext(Context* context) {
    drainStream(&context->legacy);
    std::vector<Stream*> all(machine.streams.begin(), machine.streams.end());
    for (Stream* stream : all)
        if (stream->context == context) drainStream(stream);
    return context->failure;
}

Result submit(Stream* stream, std::function<Result()> operation) {
    if (stream->capture) {
        if (stream->capture->broken) return CAPTURE_INVALIDATED;
        stream->capture->graph->nodes.push_back(std::move(operation));
        return SUCCESS;
    }
    stream->queue.push_back({sequence++, std::move(operation)});
    if (!settings.deferred) return drainStream(stream);
    if (stream->queue.size() > LONGEST_QUEUE) drainUntil(stream, stream->queue[LONGEST_QUEUE / 2].sequence);
    return SUCCESS;
}

Result forbiddenInCapture() {
    const int THREAD_LOCAL = 1, RELAXED = 2;
    unsigned long self = (unsigned long)pthread_self();
    for (Stream* stream : machine.streams) {
        Capture* capture = stream->capture.get();
        if (!capture || capture->mode == RELAXED || (capture->mode == THREAD_LOCAL && capture->thread != self)) continue;
        capture->broken = CAPTURE_INVALIDATED;
        return CAPTURE_UNSUPPORTED;
    }
    return SUCCESS;
}
