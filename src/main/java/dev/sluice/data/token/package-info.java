/**
 * Caches tokenized data sets between runs. Begin with {@link dev.sluice.data.token.TokenCache}.
 * This package imports {@code data} and {@code file} only.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.data.token;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
