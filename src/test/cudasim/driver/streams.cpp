// Streams and events.
#include <time.h>

#include "machine.h"
#include "queue.h"
#include "report.h"

static double now() {
    timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

API Result cuStreamCreate(Stream** stream, unsigned flags) {
    BEGIN();
    if (flags > 1) return INVALID_VALUE;
    *stream = machine.streams.add(new Stream{call.current, flags, {}, nullptr});
    return SUCCESS;
}

API Result cuStreamCreateWithPriority(Stream** stream, unsigned flags, int) { return cuStreamCreate(stream, flags); }

API Result cuStreamDestroy_v2(Stream* stream) {
    BEGIN(Call::context);
    if (!machine.streams.has(stream)) return INVALID_HANDLE;
    drainStream(stream);
    machine.streams.drop(stream);
    delete stream;
    return SUCCESS;
}

// The stream, if a call may wait for its work now.
static Result waitable(Stream* handle, Context* current, Stream** stream) {
    *stream = streamOf(handle, current);
    if (!*stream) return INVALID_HANDLE;
    if ((*stream)->capture) {
        (*stream)->capture->broken = CAPTURE_INVALIDATED;
        return CAPTURE_UNSUPPORTED;
    }
    return SUCCESS;
}

API Result cuStreamSynchronize(Stream* handle) {
    BEGIN();
    Stream* stream;
    if (Result error = waitable(handle, call.current, &stream)) return error;
    return drainStream(stream);
}

// Answers "not ready" once for enqueued work, then runs it, so that the next query makes progress.
API Result cuStreamQuery(Stream* handle) {
    BEGIN();
    Stream* stream;
    if (Result error = waitable(handle, call.current, &stream)) return error;
    bool busy = !stream->queue.empty();
    Result result = drainStream(stream);
    return result ? result : busy ? NOT_READY : SUCCESS;
}

API Result cuStreamGetCtx(Stream* handle, Context** context) {
    BEGIN();
    Stream* stream = streamOf(handle, call.current);
    if (!stream) return INVALID_HANDLE;
    *context = stream->context;
    return SUCCESS;
}

API Result cuStreamGetFlags(Stream* handle, unsigned* flags) {
    BEGIN();
    Stream* stream = streamOf(handle, call.current);
    if (!stream) return INVALID_HANDLE;
    *flags = stream->flags;
    return SUCCESS;
}

API Result cuStreamGetPriority(Stream* handle, int* priority) {
    BEGIN();
    if (!streamOf(handle, call.current)) return INVALID_HANDLE;
    *priority = 0;
    return SUCCESS;
}

API Result cuEventCreate(Event** event, unsigned flags) {
    BEGIN();
    *event = machine.events.add(new Event{call.current, flags, nullptr});
    return SUCCESS;
}

API Result cuEventDestroy_v2(Event* event) {
    BEGIN(Call::context);
    if (!machine.events.drop(event)) return INVALID_HANDLE;
    delete event;
    return SUCCESS;
}

API Result cuEventRecord(Event* event, Stream* handle) {
    BEGIN();
    Stream* stream = streamOf(handle, call.current);
    if (!stream || !machine.events.has(event)) return INVALID_HANDLE;
    if (event->context != stream->context) return INVALID_HANDLE;
    auto mark = std::make_shared<Mark>();
    mark->stream = stream;
    event->mark = mark;
    return submit(stream, [mark]() -> Result {
        mark->reached = true;
        mark->milliseconds = now();
        return SUCCESS;
    });
}

// Runs the stream of the event's recording until the mark is reached.
static Result reach(const Mark& mark) {
    if (!mark.reached && machine.streams.has(mark.stream)) return drainStream(mark.stream);
    if (!mark.reached && mark.stream == &mark.stream->context->legacy) return drainStream(mark.stream);
    return SUCCESS;
}

API Result cuStreamWaitEvent(Stream* handle, Event* event, unsigned) {
    BEGIN();
    Stream* stream = streamOf(handle, call.current);
    if (!stream || !machine.events.has(event)) return INVALID_HANDLE;
    if (!event->mark) return SUCCESS;
    if (stream->capture || (machine.streams.has(event->mark->stream) && event->mark->stream->capture)) {
        report("cuStreamWaitEvent: a capture that spans several streams is not simulated");
        return NOT_SUPPORTED;
    }
    auto mark = event->mark;
    return submit(stream, [mark] { return reach(*mark); });
}

API Result cuEventSynchronize(Event* event) {
    BEGIN();
    if (!machine.events.has(event)) return INVALID_HANDLE;
    if (!event->mark) return SUCCESS;
    Result result = reach(*event->mark);
    return result ? result : call.current->failure;
}

API Result cuEventQuery(Event* event) {
    BEGIN();
    if (!machine.events.has(event)) return INVALID_HANDLE;
    if (!event->mark || event->mark->reached) return SUCCESS;
    Result result = reach(*event->mark);
    return result ? result : NOT_READY;
}

API Result cuEventElapsedTime(float* milliseconds, Event* start, Event* end) {
    BEGIN();
    if (!machine.events.has(start) || !machine.events.has(end) || !start->mark || !end->mark) return INVALID_HANDLE;
    if ((start->flags | end->flags) & 2) return INVALID_HANDLE;
    if (!start->mark->reached || !end->mark->reached) return NOT_READY;
    *milliseconds = (float)(end->mark->milliseconds - start->mark->milliseconds);
    return SUCCESS;
}
