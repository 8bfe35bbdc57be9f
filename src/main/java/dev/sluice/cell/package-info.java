/**
 * What a recurrent cell is: its equations, options, gate order, and the names and shapes of its
 * parameters. Nothing here computes over tensors; the backends do.
 */
package dev.sluice.cell;
