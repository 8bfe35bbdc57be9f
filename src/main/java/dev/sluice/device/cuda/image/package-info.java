/** Brings the kernels to a GPU: images built with the jar, or compiled at first use and cached. */
package dev.sluice.device.cuda.image;
