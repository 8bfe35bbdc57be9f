// Work in streams. It is enqueued when submitted and runs only when something waits for it. So a program that reads
// a result or reuses a buffer without waiting is detected. With CUDASIM_DEFERRED=0, work runs at once.
#pragma once
#include "machine.h"

// The stream behind a handle (null and 1: the legacy stream); null if there is no such stream.
Stream* streamOf(Stream* handle, Context* current);

// Enqueues an operation, or adds it to the graph that the stream captures.
Result submit(Stream* stream, std::function<Result()> operation);

// Run what is enqueued; return the context's failure if one of the operations failed.
Result drainStream(Stream* stream);
Result drainContext(Context* context);
Result drainUntil(Stream* stream, unsigned long sequence);  // operations enqueued before `sequence`
unsigned long nextSequence();

// The error of a call that is not allowed while a stream captures, which also invalidates that capture; or SUCCESS.
Result forbiddenInCapture();
