package dev.sluice.data.music.event;

import dev.sluice.argument.Require;
import dev.sluice.data.music.Piece;
import java.util.List;

/**
 * Encodes pieces as events in time, with rhythm, duration, loudness and any number of voices.
 * {@link EventVocabulary} says what the events mean.
 *
 * <p>{@code decode(encode(piece))} equals {@link #quantize quantize(piece)}, and a quantized piece
 * stays as it is. Any tokens decode to a quantized piece:
 *
 * <ul>
 *   <li>a position before the current one is in the next bar; one beyond the bar is ignored;
 *   <li>meter and tempo count only between a bar and its first position or note;
 *   <li>a pitch without a duration gets the latest one, at first a quarter note; a duration without
 *       a pitch is ignored;
 *   <li>what would lie beyond {@link Piece#MAX_TICKS} is left out.
 * </ul>
 *
 * <p>Immutable.
 */
public final class EventEncoding implements PieceEncoding {
  private final EventVocabulary vocabulary;
  private final EventQuantizer quantizer;

  /** The encoding with this vocabulary. */
  public EventEncoding(EventVocabulary vocabulary) {
    this.vocabulary = Require.present("vocabulary", vocabulary);
    this.quantizer = new EventQuantizer(vocabulary);
  }

  /** The encoding with {@value EventVocabulary#STANDARD_STEPS} steps per quarter note. */
  public static EventEncoding standard() {
    return new EventEncoding(EventVocabulary.of(EventVocabulary.STANDARD_STEPS));
  }

  /** The vocabulary. */
  public EventVocabulary vocabulary() {
    return vocabulary;
  }

  /**
   * The nearest piece that events describe exactly. Onsets move to the nearest step, durations,
   * velocities and the mean tempo of each bar to the nearest value, pitches outside the piano by
   * octaves. A meter that changes within a bar counts from the next bar on; one that is not in the
   * vocabulary becomes one with bars of the same length, or else 4/4.
   */
  public Piece quantize(Piece piece) {
    return quantizer.quantize(Require.present("piece", piece));
  }

  @Override
  public List<String> tokens() {
    return vocabulary.tokens();
  }

  @Override
  public int start() {
    return vocabulary.token(Event.of(EventKind.START));
  }

  @Override
  public int end() {
    return vocabulary.token(Event.of(EventKind.END));
  }

  /** Quantizes the piece and encodes it. */
  @Override
  public int[] encode(Piece piece) {
    return new EventEncoder(vocabulary).encode(quantize(piece));
  }

  @Override
  public Piece decode(int... tokens) {
    Require.present("tokens", tokens);
    EventDecoder decoder = new EventDecoder(vocabulary);
    for (int token : tokens) {
      decoder.accept(token);
    }
    // Notes of one pitch may follow each other at distances that no duration has.
    return quantize(decoder.finish());
  }
}
