/** Finds and loads NVIDIA's native libraries, before any JCuda class is used. */
@NullMarked
package dev.sluice.device.cuda.library;

import org.jspecify.annotations.NullMarked;
