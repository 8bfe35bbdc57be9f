/**
 * The CPU's plans of recurrences. Begin with {@link
 * dev.sluice.device.cpu.recurrence.CpuRecurrencePlan}, then its pass, which divides the batch into
 * shards ({@code ShardBuffers}, {@code WorkPartition}); what one step of a cell does is in {@code
 * step}.
 */
package dev.sluice.device.cpu.recurrence;
