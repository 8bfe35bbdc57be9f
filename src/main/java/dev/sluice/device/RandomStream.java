package dev.sluice.device;

/**
 * The identity of one stream of random numbers. Number k of a stream depends only on k and the
 * three keys (Philox 4x32-10: J. Salmon et al., <em>Parallel Random Numbers: As Easy as 1, 2,
 * 3</em>, 2011). Therefore masks need not be stored, and a resumed run draws the same masks.
 *
 * @param seed the seed of the run
 * @param step the training step, from 0
 * @param site the number of the place in the model that draws, unique within the model
 */
public record RandomStream(long seed, long step, int site) {}
