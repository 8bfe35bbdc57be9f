/**
 * Benchmarks; this package holds what those of the CPU and the GPU share. They are compiled with
 * the tests and are in neither jar.
 */
package dev.sluice.bench;
