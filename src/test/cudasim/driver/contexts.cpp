// Contexts: the primary one of each device, those that a program creates, and the current one of each thread.
#include "machine.h"
#include "queue.h"
#include "settings.h"

API Result cuDevicePrimaryCtxRetain(Context** context, int device) {
    BEGIN(Call::driver);
    if (!exists(device)) return INVALID_DEVICE;
    *context = machine.contexts.add(&machine.primary[device]);
    (*context)->retained++;
    return SUCCESS;
}

API Result cuDevicePrimaryCtxRelease_v2(int device) {
    BEGIN(Call::driver);
    if (!exists(device)) return INVALID_DEVICE;
    Context* context = &machine.primary[device];
    if (!context->retained) return INVALID_CONTEXT;
    if (--context->retained == 0 && !context->library) {
        drainContext(context);
        destroyContext(context);
    }
    return SUCCESS;
}

API Result cuDevicePrimaryCtxReset_v2(int device) {
    BEGIN(Call::driver);
    if (!exists(device)) return INVALID_DEVICE;
    Context* context = &machine.primary[device];
    if (!machine.contexts.has(context)) return SUCCESS;
    if (context->failure && !settings.resetHeals) return context->failure;
    // The counts stay, as documented. The next retain creates the context again.
    int retained = context->retained;
    bool library = context->library;
    destroyContext(context);
    context->retained = retained;
    context->library = library;
    return SUCCESS;
}

API Result cuDevicePrimaryCtxGetState(int device, unsigned* flags, int* active) {
    BEGIN(Call::driver);
    if (!exists(device)) return INVALID_DEVICE;
    *flags = 0;
    *active = machine.contexts.has(&machine.primary[device]);
    return SUCCESS;
}

API Result cuDevicePrimaryCtxSetFlags_v2(int device, unsigned) {
    BEGIN(Call::driver);
    return exists(device) ? SUCCESS : INVALID_DEVICE;
}

API Result cuCtxCreate_v2(Context** context, unsigned, int device) {
    BEGIN(Call::driver);
    if (!exists(device)) return INVALID_DEVICE;
    *context = machine.contexts.add(new Context(device, false));
    contextStack.push_back(*context);
    return SUCCESS;
}

API Result cuCtxDestroy_v2(Context* context) {
    BEGIN(Call::driver);
    if (!machine.contexts.has(context) || context->primary) return INVALID_CONTEXT;
    if (!contextStack.empty() && contextStack.back() == context) contextStack.pop_back();
    drainContext(context);
    destroyContext(context);
    return SUCCESS;
}

API Result cuCtxGetCurrent(Context** context) {
    BEGIN(Call::driver);
    *context = contextStack.empty() ? nullptr : contextStack.back();
    return SUCCESS;
}

API Result cuCtxSetCurrent(Context* context) {
    BEGIN(Call::driver);
    if (context && !machine.contexts.has(context)) return INVALID_CONTEXT;
    if (!contextStack.empty()) contextStack.pop_back();
    if (context) contextStack.push_back(context);
    return SUCCESS;
}

API Result cuCtxPushCurrent_v2(Context* context) {
    BEGIN(Call::driver);
    if (!machine.contexts.has(context)) return INVALID_CONTEXT;
    contextStack.push_back(context);
    return SUCCESS;
}

API Result cuCtxPopCurrent_v2(Context** context) {
    BEGIN(Call::driver);
    if (contextStack.empty()) return INVALID_CONTEXT;
    if (context) *context = contextStack.back();
    contextStack.pop_back();
    return SUCCESS;
}

API Result cuCtxGetDevice(int* device) {
    BEGIN(Call::context);
    *device = call.current->device;
    return SUCCESS;
}

API Result cuCtxGetFlags(unsigned* flags) {
    BEGIN(Call::context);
    *flags = 0;
    return SUCCESS;
}

API Result cuCtxGetApiVersion(Context*, unsigned* version) {
    BEGIN(Call::context);
    *version = 3020;
    return SUCCESS;
}

API Result cuCtxGetStreamPriorityRange(int* least, int* greatest) {
    BEGIN(Call::context);
    *least = 0;
    *greatest = -5;
    return SUCCESS;
}

API Result cuCtxSetCacheConfig(int) {
    BEGIN();
    return SUCCESS;
}

API Result cuCtxSynchronize() {
    BEGIN();
    if (Result forbidden = forbiddenInCapture()) return forbidden;
    return drainContext(call.current);
}
