/**
 * Collections of pieces: the default piano pieces, folders of MIDI files, and their splits. Begin
 * with {@link dev.sluice.data.music.library.PianoPieces} or {@link
 * dev.sluice.data.music.library.MidiFolder}.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.data.music.library;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
