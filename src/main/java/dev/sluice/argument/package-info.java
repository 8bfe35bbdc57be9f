/**
 * Argument checks for all other packages, and a comparison of records. Begin with {@code Require}.
 * Imports no package of Sluice.
 */
package dev.sluice.argument;
