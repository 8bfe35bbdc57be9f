/** Benchmarks. They are compiled with the tests and are in neither jar. */
package dev.sluice.bench;
