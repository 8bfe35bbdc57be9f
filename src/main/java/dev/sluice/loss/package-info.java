/** Loss functions with their gradients. Begin with {@link dev.sluice.loss.Loss}. */
package dev.sluice.loss;
