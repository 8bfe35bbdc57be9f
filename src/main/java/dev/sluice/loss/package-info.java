/** Loss functions with their gradients. Begin with {@link dev.sluice.loss.Loss}. */
@CheckReturnValue
@NullMarked
package dev.sluice.loss;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
