/** Rules that turn gradients into new weights, and clipping. */
package dev.sluice.optimizer;
