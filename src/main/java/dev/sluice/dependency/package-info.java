/**
 * The libraries that only parts of Sluice need. A project that uses Sluice as a library gets none
 * of them; {@link dev.sluice.dependency.OptionalLibrary} names what to add. Imports nothing of
 * Sluice.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.dependency;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
