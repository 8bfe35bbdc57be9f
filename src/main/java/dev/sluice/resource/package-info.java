/**
 * What is open and must be closed, for finding leaks: begin at {@link
 * dev.sluice.resource.OpenResource}. Imports no other package of Sluice.
 */
@NullMarked
package dev.sluice.resource;

import org.jspecify.annotations.NullMarked;
