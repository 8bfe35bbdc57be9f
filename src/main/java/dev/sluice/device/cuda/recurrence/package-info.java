/**
 * The plans of recurrences that run our own kernels on a GPU. Begin with {@link
 * dev.sluice.device.cuda.recurrence.CudaRecurrencePlan}, then its pass: products over all steps at
 * once, then {@code StepLauncher} for the timesteps, submitted one by one or as recorded graphs
 * ({@code StepChunkRunner}). {@code LstmSteps}, {@code RnnSteps} and the like list the kernels of
 * one timestep.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.device.cuda.recurrence;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
