/**
 * Starting and stopping the JVMs of a command: the child JVM with the options that computing needs,
 * the shutdown of both processes, and the exit codes.
 */
@NullMarked
package dev.sluice.app.launch;

import org.jspecify.annotations.NullMarked;
