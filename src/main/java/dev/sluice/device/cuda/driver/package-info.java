/**
 * A GPU through the CUDA driver: context, stream, memory pool, launches, tensors, and the
 * exceptions of what fails. Begin with {@link dev.sluice.device.cuda.driver.CudaBackend}: all that
 * operations and plans see of their device, under its {@link
 * dev.sluice.device.cuda.driver.DeviceLock}. Knows no operation.
 */
package dev.sluice.device.cuda.driver;
