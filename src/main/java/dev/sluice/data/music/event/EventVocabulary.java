package dev.sluice.data.music.event;

import dev.sluice.argument.Require;
import dev.sluice.data.music.Piece;
import dev.sluice.data.music.Transpositions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The events of {@link EventEncoding}, each with a token. Bars and positions follow REMI (Huang and
 * Yang, "Pop Music Transformer", ACM Multimedia 2020), velocities are sent when they change, as in
 * Performance RNN (Oore et al., "This Time with Feeling", 2018).
 *
 * <p>A piece reads, with {@code ( )*} for what may repeat:
 *
 * <pre>
 * Start ( Bar [Meter] [Tempo] ( Position ( [Velocity] Pitch Duration )* )* )* End
 * </pre>
 *
 * <table>
 * <caption>Events at 12 steps per quarter note</caption>
 * <tr><th>event</th><th>number</th><th>values</th></tr>
 * <tr><td>{@code Start}, {@code End}, {@code Bar}</td><td>3</td><td></td></tr>
 * <tr><td>{@code Meter_3/4}</td><td>44</td><td>numerators 1 to 16 over 2, 4, 8 and 16, bars of at
 * most 8 quarter notes; if it changes</td></tr>
 * <tr><td>{@code Tempo_120}</td><td>25</td><td>30 to 240 quarter notes per minute, 8 to the octave;
 * the mean of the bar, if it changes</td></tr>
 * <tr><td>{@code Position_18}</td><td>96</td><td>steps from the beginning of the bar</td></tr>
 * <tr><td>{@code Velocity_72}</td><td>8</td><td>classes of 16, by the middle; if it changes</td></tr>
 * <tr><td>{@code Pitch_60}</td><td>88</td><td>the keys of a piano, in ascending order</td></tr>
 * <tr><td>{@code Duration_6}</td><td>34</td><td>in steps: all up to 2 quarter notes, by half a
 * quarter note up to 4, by quarter notes up to 8, then 12 and 16</td></tr>
 * </table>
 *
 * <p>Immutable.
 */
public final class EventVocabulary {
  /** Steps per quarter note of the standard vocabulary: sixteenths and triplets are exact. */
  public static final int STANDARD_STEPS = 12;

  private static final int MAX_STEPS = 48;
  private static final int MAX_BAR_QUARTERS = 8;
  private static final int MAX_NUMERATOR = 16;
  private static final int[] DENOMINATORS = {2, 4, 8, 16};
  private static final int SLOWEST = 30;
  private static final int TEMPOS_PER_OCTAVE = 8;
  private static final int TEMPO_OCTAVES = 3;
  private static final int VELOCITY_CLASS = 16;

  private final int stepsPerQuarter;
  private final List<Event> events = new ArrayList<>();
  private final List<String> tokens = new ArrayList<>();
  private final Map<Event, Integer> ids = new HashMap<>();

  private EventVocabulary(int stepsPerQuarter) {
    this.stepsPerQuarter = stepsPerQuarter;
  }

  /**
   * The vocabulary of a resolution.
   *
   * @param stepsPerQuarter a multiple of 4 that divides {@value Piece#TICKS_PER_QUARTER}, from 4 to
   *     48
   */
  public static EventVocabulary of(int stepsPerQuarter) {
    Require.between("stepsPerQuarter", 4, MAX_STEPS, stepsPerQuarter);
    if (stepsPerQuarter % 4 != 0 || Piece.TICKS_PER_QUARTER % stepsPerQuarter != 0) {
      throw new IllegalArgumentException(
          "stepsPerQuarter: expected a multiple of 4 that divides "
              + Piece.TICKS_PER_QUARTER
              + ", got "
              + stepsPerQuarter);
    }
    EventVocabulary vocabulary = new EventVocabulary(stepsPerQuarter);
    vocabulary.addAll();
    return vocabulary;
  }

  private void addAll() {
    add(Event.of(EventKind.START));
    add(Event.of(EventKind.END));
    add(Event.of(EventKind.BAR));
    for (int denominator : DENOMINATORS) {
      int most = Math.min(MAX_NUMERATOR, MAX_BAR_QUARTERS * denominator / 4);
      for (int numerator = 1; numerator <= most; numerator++) {
        add(new Event(EventKind.METER, numerator, denominator));
      }
    }
    for (int i = 0; i <= TEMPO_OCTAVES * TEMPOS_PER_OCTAVE; i++) {
      double quartersPerMinute = SLOWEST * Math.pow(2, (double) i / TEMPOS_PER_OCTAVE);
      add(Event.of(EventKind.TEMPO, (int) Math.round(60e6 / quartersPerMinute)));
    }
    addRange(EventKind.POSITION, 0, MAX_BAR_QUARTERS * stepsPerQuarter - 1, 1);
    addRange(EventKind.VELOCITY, VELOCITY_CLASS / 2, 127, VELOCITY_CLASS);
    addRange(EventKind.PITCH, Transpositions.LOWEST, Transpositions.HIGHEST, 1);
    addDurations();
  }

  private void addDurations() {
    int quarter = stepsPerQuarter;
    addRange(EventKind.DURATION, 1, 2 * quarter, 1);
    addRange(EventKind.DURATION, 2 * quarter + quarter / 2, 4 * quarter, quarter / 2);
    addRange(EventKind.DURATION, 5 * quarter, 8 * quarter, quarter);
    addRange(EventKind.DURATION, 12 * quarter, 16 * quarter, 4 * quarter);
  }

  private void addRange(EventKind kind, int first, int last, int step) {
    for (int value = first; value <= last; value += step) {
      add(Event.of(kind, value));
    }
  }

  private void add(Event event) {
    ids.put(event, events.size());
    events.add(event);
    tokens.add(event.token());
  }

  /** Steps per quarter note. */
  public int stepsPerQuarter() {
    return stepsPerQuarter;
  }

  /** Length of a step in ticks of a piece. */
  public int stepTicks() {
    return Piece.TICKS_PER_QUARTER / stepsPerQuarter;
  }

  /** The number of events. */
  public int size() {
    return events.size();
  }

  /** The name of each token, such as {@code Pitch_60}; unmodifiable. */
  public List<String> tokens() {
    return List.copyOf(tokens);
  }

  /**
   * The name of a token.
   *
   * @param token from 0 to {@code size() - 1}
   */
  public String name(int token) {
    Require.between("token", 0, size() - 1, token);
    return tokens.get(token);
  }

  /**
   * The kind of a token.
   *
   * @param token from 0 to {@code size() - 1}
   */
  public EventKind kind(int token) {
    return event(token).kind();
  }

  /** The event of a token. */
  Event event(int token) {
    Require.between("token", 0, size() - 1, token);
    return events.get(token);
  }

  /** The token of an event of this vocabulary. */
  int token(Event event) {
    Integer token = ids.get(event);
    if (token == null) {
      throw new IllegalArgumentException(
          "event: expected one of the vocabulary, got " + event.token());
    }
    return token;
  }

  boolean contains(Event event) {
    return ids.containsKey(event);
  }

  /** The values of a kind in ascending order of the tokens; a new array. */
  int[] values(EventKind kind) {
    return events.stream().filter(event -> event.kind() == kind).mapToInt(Event::value).toArray();
  }
}
