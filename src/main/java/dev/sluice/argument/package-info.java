/**
 * Argument checks for all other packages. Begin with {@code Require}. Imports no package of Sluice.
 *
 * <p>Every public constructor and method throws an {@link java.lang.IllegalArgumentException} that
 * names the argument if it is wrong. This includes null where a value is expected: it never causes
 * a {@link java.lang.NullPointerException}. Where null is allowed, the javadoc says what it means.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.argument;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
