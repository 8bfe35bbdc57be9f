/**
 * Tables of test cases in which any two values of any two factors meet: begin at {@link
 * dev.sluice.pairwise.PairwiseTable}. Knows nothing of Sluice.
 */
package dev.sluice.pairwise;
