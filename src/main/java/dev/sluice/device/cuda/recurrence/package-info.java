/**
 * The GPU's own plans of recurrences. Begin with {@link
 * dev.sluice.device.cuda.recurrence.CudaRecurrencePlan}, then its pass: products over all steps at
 * once, then {@code StepRun} for the steps, submitted one by one or as recorded graphs ({@code
 * StepChunks}). {@code LstmSteps} and its neighbours say which kernels a cell's step is.
 */
package dev.sluice.device.cuda.recurrence;
