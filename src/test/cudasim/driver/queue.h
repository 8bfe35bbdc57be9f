// Work in streams. It is put down when submitted and runs only when something waits for it, so that a program
// which reads a result or reuses a buffer without waiting is seen. CUDASIM_DEFERRED=0 runs it at once.
#pragma once
#include "machine.h"

// The stream behind a handle (null and 1: the legacy stream); null if there is no such stream.
Stream* streamOf(Stream* handle, Context* current);

// Puts an operation down, or writes it into the graph that the stream captures.
Result submit(Stream* stream, std::function<Result()> operation);

// Run what is down; return the context's failure if one of the operations failed.
Result drainStream(Stream* stream);
Result drainContext(Context* context);
Result drainUntil(Stream* stream, unsigned long sequence);  // operations put down before `sequence`
unsigned long nextSequence();

// The error of a call which may not be made while a stream captures (and which spoils that capture); or SUCCESS.
Result forbiddenInCapture();
