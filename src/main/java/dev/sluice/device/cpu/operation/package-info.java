/**
 * All operations of the CPU except recurrences: matrix products, element-wise operations,
 * sequences, losses and optimizer updates. There is one class for each interface of {@code
 * dev.sluice.device}; begin with {@code CpuElementwise}. Must not import plans.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.device.cpu.operation;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
