/**
 * Threads, arrays and tensors of the CPU. Begin with {@link
 * dev.sluice.device.cpu.runtime.CpuBackend}: all that operations and plans see of their device.
 * Imports {@code kernel} only.
 */
package dev.sluice.device.cpu.runtime;
