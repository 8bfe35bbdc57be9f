/**
 * The plan that asks cuDNN for whole sequences. Begin with {@link
 * dev.sluice.device.cuda.cudnn.CudnnRecurrencePlan}; {@code CudnnCell} is the one place that knows
 * cuDNN's gate order, signs and limits.
 */
package dev.sluice.device.cuda.cudnn;
