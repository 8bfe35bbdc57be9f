/**
 * Runs other programs. Begin with {@link dev.sluice.process.ChildProcess}. The programs end when
 * this JVM ends, and every wait for them has a limit. This package imports no other package of
 * Sluice.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.process;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
