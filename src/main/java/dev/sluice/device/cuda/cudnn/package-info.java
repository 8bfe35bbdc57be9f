/**
 * The plan that runs whole sequences by cuDNN. Begin with {@link
 * dev.sluice.device.cuda.cudnn.CudnnRecurrencePlan}. {@code CudnnCell} is the only class that knows
 * cuDNN's gate order, signs and limits.
 */
@NullMarked
package dev.sluice.device.cuda.cudnn;

import org.jspecify.annotations.NullMarked;
