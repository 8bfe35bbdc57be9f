/**
 * Differentiable functions with parameters: embedding, recurrent stacks, pooling, dropout, dense.
 */
package dev.sluice.layer;
