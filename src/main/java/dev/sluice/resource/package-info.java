/**
 * What is open and must be closed, for finding leaks: begin at {@link
 * dev.sluice.resource.OpenResource}. Imports no other package of Sluice.
 */
package dev.sluice.resource;
