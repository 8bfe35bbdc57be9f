/**
 * Measures how long recurrent cells remember: the longest lag of synthetic tasks that an RNN, an
 * LSTM and a GRU learn with the same number of optimizer steps. Begin with {@link
 * dev.sluice.insight.memory.MemoryExperiment}.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.insight.memory;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
