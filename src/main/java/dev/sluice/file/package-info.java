/**
 * Writes files atomically, and finds the folder of files that are cached between runs. Begin with
 * {@link dev.sluice.file.AtomicFile}. This package imports no other package of Sluice.
 */
@NullMarked
package dev.sluice.file;

import org.jspecify.annotations.NullMarked;
