/**
 * Parts of a recurrent stack that do not depend on layers: cached plans and random masks. Only
 * {@link dev.sluice.layer.Recurrent} uses them.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.layer.stack;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
