/**
 * Argument checks for all other packages. Begin with {@code Require}. Imports no package of Sluice.
 */
package dev.sluice.argument;
