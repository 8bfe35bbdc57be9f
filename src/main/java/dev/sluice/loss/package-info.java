/** Loss functions with their gradients. Begin with {@link dev.sluice.loss.Loss}. */
@NullMarked
package dev.sluice.loss;

import org.jspecify.annotations.NullMarked;
