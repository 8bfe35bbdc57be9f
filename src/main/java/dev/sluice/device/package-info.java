/**
 * The interface between models and hardware: devices, tensors and their owners, the operations that
 * a backend implements, and plans that run a recurrent cell over sequences.
 *
 * <p>Begin with {@link dev.sluice.device.Device}, {@link dev.sluice.device.Tensor} and {@link
 * dev.sluice.device.RecurrencePlan}. All packages above this one use these interfaces only. {@link
 * java.util.ServiceLoader} finds the backends by {@link dev.sluice.device.DeviceProvider}.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.device;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
