/**
 * Processes of other programs: begin at {@link dev.sluice.process.ChildProcess}. They end when this
 * JVM ends, and every wait for one has a limit. This package imports no other of Sluice.
 */
package dev.sluice.process;
