/**
 * The command {@code sluice memory}: how long each cell remembers. Start reading at {@link
 * dev.sluice.app.memory.MemoryCommand}; the experiment itself is in {@code
 * dev.sluice.insight.memory}.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.app.memory;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
