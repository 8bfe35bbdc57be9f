/**
 * Finds NVIDIA's native libraries on a machine and loads them, before any class of JCuda is used.
 */
package dev.sluice.device.cuda.library;
