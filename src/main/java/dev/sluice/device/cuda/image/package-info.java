/**
 * Provides the kernels' images: those built with the jar, or images compiled at first use and
 * cached.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.device.cuda.image;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
