/**
 * How a command gets its JVM and leaves it: the child JVM with the options that computing needs,
 * the end of either process, and exit codes.
 */
package dev.sluice.app.launch;
