/** Finds and loads NVIDIA's native libraries, before any JCuda class is used. */
package dev.sluice.device.cuda.library;
