/**
 * Provides the kernels' images: those built with the jar, or images compiled at first use and
 * cached.
 */
@NullMarked
package dev.sluice.device.cuda.image;

import org.jspecify.annotations.NullMarked;
