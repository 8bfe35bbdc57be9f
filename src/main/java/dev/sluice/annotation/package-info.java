/**
 * Annotations for tools that check code: begin with {@link dev.sluice.annotation.CheckReturnValue}.
 * Imports nothing of Sluice.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.annotation;

import org.jspecify.annotations.NullMarked;
