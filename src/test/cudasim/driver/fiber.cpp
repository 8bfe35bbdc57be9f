#include "fiber.h"

#include <sys/mman.h>

#include <cstdint>
#include <new>

#if !defined(__x86_64__)
#error "The simulated driver switches stacks in x86-64 assembly."
#endif

// Saves the callee-saved registers on this stack and the stack pointer in *save, then continues on the stack
// `load`. It jumps, because a return to another place than its call is mispredicted every time.
extern "C" void cudasim_switch(void** save, void* load);
asm(R"(
    .text
    .globl cudasim_switch
    .hidden cudasim_switch
    .type cudasim_switch, @function
cudasim_switch:
    pushq %rbp
    pushq %rbx
    pushq %r12
    pushq %r13
    pushq %r14
    pushq %r15
    movq %rsp, (%rdi)
    movq %rsi, %rsp
    popq %r15
    popq %r14
    popq %r13
    popq %r12
    popq %rbx
    popq %rbp
    popq %rcx
    jmpq *%rcx
    .size cudasim_switch, .-cudasim_switch
)");

static const size_t STACK = 64 << 10, GUARD = 4096, SAVED_REGISTERS = 6;
static void* resumer;
static Fiber* running;

Fiber::Fiber() {
    void* mapped = mmap(nullptr, STACK + GUARD, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (mapped == MAP_FAILED) throw std::bad_alloc();
    mprotect(mapped, GUARD, PROT_NONE);
    stack = (char*)mapped;
}

void Fiber::prepare(Body body) {
    void** top = (void**)(stack + GUARD + STACK);
    *--top = nullptr;  // where a return address would be
    *--top = (void*)body;
    for (size_t i = 0; i < SAVED_REGISTERS; i++) *--top = nullptr;
    pointer = top;
}

void Fiber::resume() {
    running = this;
    cudasim_switch(&resumer, pointer);
    running = nullptr;
}

void Fiber::pause() { cudasim_switch(&running->pointer, resumer); }

Fiber* Fiber::current() { return running; }

bool Fiber::owns(const void* address) const {
    return (const char*)address >= stack && (const char*)address < stack + GUARD + STACK;
}
