/**
 * Layers: differentiable functions with parameters. A {@link dev.sluice.layer.LayerSpec} describes
 * a layer and creates the {@link dev.sluice.layer.Layer}: embedding, recurrent stack, pooling,
 * dropout, dense. Begin with {@link dev.sluice.layer.Dense}, the shortest of them. {@code stack}
 * has parts of the recurrent stack.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.layer;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
