/**
 * The seam between models and the hardware: tensors and who owns them, the operations that a
 * backend implements, and the planned pass of a recurrent cell over a sequence.
 *
 * <p>Everything above this package speaks to {@link dev.sluice.device.Device} only; backends are
 * found by {@link java.util.ServiceLoader} through {@link dev.sluice.device.DeviceProvider}.
 */
package dev.sluice.device;
