/**
 * Writes files atomically, and finds the folder of files that are cached between runs. Begin with
 * {@link dev.sluice.file.AtomicFile}. This package imports no other package of Sluice.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.file;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
