/**
 * The plan that runs whole sequences by cuDNN. Begin with {@link
 * dev.sluice.device.cuda.cudnn.CudnnRecurrencePlan}. {@code CudnnCell} is the only class that knows
 * cuDNN's gate order, signs and limits.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.device.cuda.cudnn;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
