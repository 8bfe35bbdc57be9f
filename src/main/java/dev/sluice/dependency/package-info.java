/**
 * The libraries that only parts of Sluice need. A project that uses Sluice as a library gets none
 * of them; {@link dev.sluice.dependency.OptionalLibrary} names what to add. Imports nothing of
 * Sluice.
 */
@NullMarked
package dev.sluice.dependency;

import org.jspecify.annotations.NullMarked;
