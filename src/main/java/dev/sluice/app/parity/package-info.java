/**
 * The command {@code sluice parity}: compares the recurrences of the engine with cases that other
 * software computed. A case is one safetensors file with a cell, its weights, its inputs and the
 * expected results. Start reading at {@link dev.sluice.app.parity.ParityCommand}.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.app.parity;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
