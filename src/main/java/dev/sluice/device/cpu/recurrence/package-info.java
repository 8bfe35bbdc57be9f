/**
 * Recurrence plans of the CPU. Begin with {@link
 * dev.sluice.device.cpu.recurrence.CpuRecurrencePlan}, then read its pass, which divides the batch
 * into shards ({@code ShardBuffers}, {@code WorkPartition}). The timesteps of the cells are in
 * {@code step}. Only {@code CpuDevice} imports this package.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.device.cpu.recurrence;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
