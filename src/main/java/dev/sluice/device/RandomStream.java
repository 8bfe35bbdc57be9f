package dev.sluice.device;

/**
 * Names one stream of random numbers. Number k of a stream is a pure function of the three keys and
 * k (Philox 4x32-10: J. Salmon et al., <em>Parallel Random Numbers: As Easy as 1, 2, 3</em>, 2011),
 * so that masks need not be kept, and a resumed run draws the same ones.
 *
 * @param seed of the run
 * @param step of the training, from 0
 * @param site who draws: a number unique within the model
 */
public record RandomStream(long seed, long step, int site) {}
