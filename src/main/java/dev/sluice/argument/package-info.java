/** Checks of arguments that all other packages share. Imports nothing of Sluice. */
package dev.sluice.argument;
