/**
 * What backends share: argument checks, which are made before a backend computes anything. A
 * backend wraps each of its groups of operations ({@link
 * dev.sluice.device.spi.CheckedUpdateOperations} and its siblings), its passes extend {@link
 * dev.sluice.device.spi.CheckedPass}, and its plans call {@link
 * dev.sluice.device.spi.RecurrenceChecks}. To write a backend, begin here and at {@link
 * dev.sluice.device.DeviceProvider}. Only backends import this package.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.device.spi;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
