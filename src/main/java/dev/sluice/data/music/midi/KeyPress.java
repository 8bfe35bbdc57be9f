package dev.sluice.data.music.midi;

/** A key from its press to its release, in ticks of the sequence. */
record KeyPress(long pressed, long released, int channel, int pitch, int velocity) {}
