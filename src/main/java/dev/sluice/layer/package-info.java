/**
 * Differentiable functions with parameters. A {@link dev.sluice.layer.LayerSpec} describes a layer
 * and makes the {@link dev.sluice.layer.Layer}: embedding, recurrent stacks, pooling, dropout,
 * dense. Begin with {@link dev.sluice.layer.Dense}, the shortest of them. {@code stack} holds parts
 * of the recurrent stack.
 */
package dev.sluice.layer;
