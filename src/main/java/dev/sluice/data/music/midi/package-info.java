/**
 * Reads and writes Standard MIDI Files (MMA, "Standard MIDI Files 1.0"), with the messages and
 * sequences of {@code javax.sound.midi}. It needs no sound device. Begin with {@link
 * dev.sluice.data.music.midi.MidiReader}.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.data.music.midi;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
