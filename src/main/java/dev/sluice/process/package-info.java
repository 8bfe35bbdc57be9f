/**
 * Runs other programs. Begin with {@link dev.sluice.process.ChildProcess}. The programs end when
 * this JVM ends, and every wait for them has a limit. This package imports no other package of
 * Sluice.
 */
package dev.sluice.process;
