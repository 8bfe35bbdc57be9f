/** Measures of how wrong predictions are, with their gradients. */
package dev.sluice.loss;
