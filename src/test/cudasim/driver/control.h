// The functions of the driver that the other simulated libraries call. A real driver does not have them.
#pragma once
#include <cstddef>

// For libcublas: a product is work in a stream, like a kernel.
extern "C" int cudasim_submit(void* stream, int (*run)(void*), void* argument, size_t size);
extern "C" int cudasim_is_capturing(void* stream);
extern "C" int cudasim_in_device_memory(unsigned long long pointer, size_t size);
extern "C" int cudasim_usable();  // the error of the current context, if any
extern "C" void cudasim_blas_handle(int change);
extern "C" void cudasim_library_retains();         // retains the current context, if it is a primary one, until the process ends
extern "C" void cudasim_ran(const char* what);     // counts as launches:WHAT
extern "C" int cudasim_cudnn_refuses();            // the setting
extern "C" void cudasim_report(const char* line);
// For libnvrtc.
extern "C" int cudasim_compiler_fails();
extern "C" unsigned cudasim_parameter_size(const char* kernel, unsigned index);  // 0: not known
// For the tests.
extern "C" int cudasim_set(const char* name, const char* value);  // 0: no such setting or value
extern "C" void cudasim_defaults();                             // resets the settings
extern "C" void cudasim_restart();                              // resets everything
extern "C" long cudasim_count(const char* what);                  // -1: no such count
extern "C" size_t cudasim_take_reports(char* text, size_t size);
