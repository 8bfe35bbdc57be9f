/**
 * Starting and stopping the JVMs of a command: the child JVM with the options that computing needs,
 * the shutdown of both processes, and the exit codes.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.app.launch;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
