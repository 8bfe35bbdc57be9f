#include "fault.h"

#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

#include <atomic>

#include "fiber.h"

namespace {

const int SIGNALS[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL};
struct sigaction previous[65];

std::atomic<bool> guarded{false};
pthread_t guardedThread;
Fault fault;
timer_t timer;
int timeoutSignal;

bool fromKernel() { return guarded && pthread_equal(pthread_self(), guardedThread) && Fiber::current(); }

// A faulted fiber continues here: it returns to the scheduler and is never resumed.
void leave() {
    for (;;) Fiber::pause();
}

Result codeOf(int signal) {
    if (signal == SIGFPE) return LAUNCH_FAILED;
    if (signal == SIGILL) return ILLEGAL_INSTRUCTION;
    return signal == timeoutSignal ? LAUNCH_TIMEOUT : ILLEGAL_ADDRESS;
}

void chain(int signal, siginfo_t* info, void* context) {
    const struct sigaction& old = previous[signal];
    if (old.sa_flags & SA_SIGINFO) {
        old.sa_sigaction(signal, info, context);
    } else if (old.sa_handler == SIG_DFL) {
        sigaction(signal, &old, nullptr);  // The instruction runs again and ends the process.
    } else if (old.sa_handler != SIG_IGN) {
        old.sa_handler(signal);
    }
}

void onSignal(int signal, siginfo_t* info, void* context) {
    if (!fromKernel()) {
        if (signal != timeoutSignal) chain(signal, info, context);
        return;
    }
    fault = {codeOf(signal), info->si_addr, signal};
    auto& registers = ((ucontext_t*)context)->uc_mcontext.gregs;
    registers[REG_RIP] = (greg_t)&leave;
    if (!Fiber::current()->owns(info->si_addr)) {
        registers[REG_RSP] = ((registers[REG_RSP] - 256) & ~(greg_t)15) - 8;
    } else {  // The stack overflowed: there is no space below, but enough one page above.
        registers[REG_RSP] = (((greg_t)info->si_addr + 2 * 4096) & ~(greg_t)15) - 8;
    }
}

void install() {
    struct sigaction action = {};
    action.sa_sigaction = onSignal;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
    sigemptyset(&action.sa_mask);
    for (int signal : SIGNALS) sigaction(signal, &action, &previous[signal]);

    timeoutSignal = SIGRTMAX - 3;
    sigaction(timeoutSignal, &action, nullptr);
}

void setTimer(long seconds) {
    struct itimerspec spec = {};
    spec.it_value.tv_sec = seconds;
    timer_settime(timer, 0, &spec, nullptr);
}

void createTimer() {
    struct sigevent event = {};
    event.sigev_notify = SIGEV_THREAD_ID;
    event.sigev_signo = timeoutSignal;
#ifndef sigev_notify_thread_id
#define sigev_notify_thread_id _sigev_un._tid
#endif
    event.sigev_notify_thread_id = gettid();
    timer_create(CLOCK_MONOTONIC, &event, &timer);
}

// Signals of a kernel need a separate stack, because the kernel's stack may have overflowed.
void* alternateStack() {
    static void* stack = mmap(nullptr, 128 << 10, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return stack;
}

stack_t replaced;

}  // namespace

KernelGuard::KernelGuard(long timeoutSeconds) {
    static bool installed = (install(), true);
    (void)installed;
    stack_t own = {};
    own.ss_sp = alternateStack();
    own.ss_size = 128 << 10;
    sigaltstack(&own, &replaced);
    guardedThread = pthread_self();
    fault = {};
    guarded = true;
    createTimer();
    setTimer(timeoutSeconds);
}

KernelGuard::~KernelGuard() {
    timer_delete(timer);
    guarded = false;
    sigaltstack(&replaced, nullptr);
}

Fault takeFault() {
    Fault taken = fault;
    fault = {};
    return taken;
}

void raiseFault(Result code, const void* address) {
    fault = {code, address, 0};
    leave();
}
