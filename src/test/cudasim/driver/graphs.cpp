// Capture of a stream's work into a graph, and its replay.
#include <pthread.h>

#include "machine.h"
#include "queue.h"

API Result cuStreamBeginCapture_v2(Stream* handle, int mode) {
    BEGIN();
    if (!handle || handle == (Stream*)1) return CAPTURE_UNSUPPORTED;
    if (!machine.streams.has(handle)) return INVALID_HANDLE;
    if (handle->capture || mode < 0 || mode > 2) return INVALID_VALUE;
    handle->capture.reset(new Capture);
    handle->capture->graph.reset(new Graph{handle->context, {}});
    handle->capture->mode = mode;
    handle->capture->thread = (unsigned long)pthread_self();
    return SUCCESS;
}

API Result cuStreamEndCapture(Stream* handle, Graph** graph) {
    BEGIN();
    if (!machine.streams.has(handle)) return INVALID_HANDLE;
    if (!handle->capture) return INVALID_VALUE;
    std::unique_ptr<Capture> capture = std::move(handle->capture);
    *graph = nullptr;
    if (capture->broken) return capture->broken;
    *graph = machine.graphs.add(capture->graph.release());
    return SUCCESS;
}

API Result cuStreamIsCapturing(Stream* handle, int* status) {
    BEGIN();
    Stream* stream = streamOf(handle, call.current);
    if (!stream) return INVALID_HANDLE;
    *status = !stream->capture ? 0 : stream->capture->broken ? 2 : 1;
    return SUCCESS;
}

API Result cuThreadExchangeStreamCaptureMode(int* mode) {
    BEGIN();
    static thread_local int own = 0;
    std::swap(own, *mode);
    return SUCCESS;
}

API Result cuGraphCreate(Graph** graph, unsigned flags) {
    BEGIN();
    if (flags) return INVALID_VALUE;
    *graph = machine.graphs.add(new Graph{call.current, {}});
    return SUCCESS;
}

API Result cuGraphDestroy(Graph* graph) {
    BEGIN(Call::context);
    if (!machine.graphs.drop(graph)) return INVALID_HANDLE;
    delete graph;
    return SUCCESS;
}

// Only the number of nodes is available; nodes cannot be changed.
API Result cuGraphGetNodes(Graph* graph, void** nodes, size_t* count) {
    BEGIN();
    if (!machine.graphs.has(graph)) return INVALID_HANDLE;
    size_t has = graph->nodes.size();
    if (nodes)
        for (size_t i = 0; i < *count; i++) nodes[i] = i < has ? (void*)(i + 1) : nullptr;
    if (!nodes || *count > has) *count = has;
    return SUCCESS;
}

API Result cuGraphInstantiateWithFlags(Graph** executable, Graph* graph, unsigned long long) {
    BEGIN();
    if (!machine.graphs.has(graph)) return INVALID_HANDLE;
    *executable = machine.executables.add(new Graph(*graph));
    return SUCCESS;
}

API Result cuGraphUpload(Graph* executable, Stream* handle) {
    BEGIN();
    return machine.executables.has(executable) && streamOf(handle, call.current) ? SUCCESS : INVALID_HANDLE;
}

API Result cuGraphLaunch(Graph* executable, Stream* handle) {
    BEGIN();
    Stream* stream = streamOf(handle, call.current);
    if (!stream || !machine.executables.has(executable)) return INVALID_HANDLE;
    if (executable->context != stream->context) return INVALID_CONTEXT;
    if (stream->capture) return CAPTURE_UNSUPPORTED;
    auto nodes = std::make_shared<std::vector<std::function<Result()>>>(executable->nodes);
    return submit(stream, [nodes]() -> Result {
        for (auto& node : *nodes)
            if (Result error = node()) return error;
        return SUCCESS;
    });
}

API Result cuGraphExecDestroy(Graph* executable) {
    BEGIN(Call::context);
    if (!machine.executables.drop(executable)) return INVALID_HANDLE;
    delete executable;
    return SUCCESS;
}
