/** Finds and loads NVIDIA's native libraries, before any JCuda class is used. */
@CheckReturnValue
@NullMarked
package dev.sluice.device.cuda.library;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
