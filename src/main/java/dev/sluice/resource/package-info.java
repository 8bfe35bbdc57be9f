/**
 * What is open and must be closed, for finding leaks: begin at {@link
 * dev.sluice.resource.OpenResource}. Imports no other package of Sluice.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.resource;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
