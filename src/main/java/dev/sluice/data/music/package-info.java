/**
 * Music as notes: what a piece is, its transpositions, and histograms of pieces. Begin with {@link
 * dev.sluice.data.music.Piece}.
 *
 * <pre>{@code
 * PieceCollection pieces = new PianoPieces().load(FetchListener.silent());   // or MidiFolder.read(folder, reader)
 * PieceSplits splits = PieceSplits.of(pieces, 1, PieceSplits.Name.FIRST);
 * EventEncoding encoding = EventEncoding.standard();
 * for (Piece piece : splits.transposedTrain()) {
 *   int[] events = encoding.encode(piece);
 * }
 * MidiWriter.write(encoding.decode(composed), file);
 * }</pre>
 *
 * <p>{@code dev.sluice.data.music.midi} reads and writes MIDI files, {@code
 * dev.sluice.data.music.library} has whole collections and their splits, and {@code
 * dev.sluice.data.music.event} turns pieces into the integers that a model is trained on.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.data.music;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
