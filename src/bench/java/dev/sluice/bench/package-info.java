/**
 * Benchmarks, and what those of CPU and GPU share. They are compiled with the tests and are in
 * neither jar.
 */
package dev.sluice.bench;
