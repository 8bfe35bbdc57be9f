package dev.sluice.data.music.event;

import dev.sluice.argument.Require;
import dev.sluice.data.Vocabulary;
import dev.sluice.data.music.Note;
import dev.sluice.data.music.Piece;
import dev.sluice.data.music.PieceBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Encodes one token for each onset: the name of a note, such as {@code C#4}, or the pitch classes
 * of a chord, such as {@code 0.4.7}. Many LSTM tutorials represent music in this way; it is here
 * for comparison with {@link EventEncoding}.
 *
 * <p>Rhythm, durations, loudness, meter, tempo and the octaves of chords are lost. Decoded onsets
 * follow each other every eighth note, a note lasts a quarter note, and chords lie in the octave
 * from middle C. The vocabulary is that of training pieces; an onset that is not in it becomes
 * {@link Vocabulary#UNKNOWN}, and decodes to a rest. Immutable.
 */
public final class ChordEncoding implements PieceEncoding {
  private static final List<String> PITCH_CLASSES =
      List.of("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B");
  private static final String START = "<start>";
  private static final String END = "<end>";
  private static final Pattern CHORD = Pattern.compile("(\\d|1[01])(\\.(\\d|1[01])){0,11}");
  private static final int OCTAVE = 12;
  private static final int MIDDLE_C = 60;
  private static final int VELOCITY = EventDecoder.FIRST_VELOCITY;
  private static final Map<String, Integer> PITCHES = pitches();

  private final Vocabulary vocabulary;

  private ChordEncoding(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  /** The encoding whose vocabulary is all that occurs in these pieces. */
  public static ChordEncoding of(Collection<Piece> trainingPieces) {
    Require.present("trainingPieces", trainingPieces);
    TreeSet<String> found = new TreeSet<>();
    trainingPieces.forEach(piece -> found.addAll(words(piece)));
    List<String> tokens =
        new ArrayList<>(List.of(Vocabulary.PADDING_TOKEN, Vocabulary.UNKNOWN_TOKEN, START, END));
    tokens.addAll(found);
    return fromTokens(tokens);
  }

  /**
   * The encoding of the list that {@link #tokens} returns.
   *
   * @throws IllegalArgumentException if a token is missing, occurs twice, or is neither note nor
   *     chord
   */
  public static ChordEncoding fromTokens(List<String> tokens) {
    Vocabulary vocabulary = Vocabulary.fromTokens(tokens);
    if (vocabulary.index(START) != 2 || vocabulary.index(END) != 3) {
      throw new IllegalArgumentException(
          "tokens: expected " + START + " and " + END + " at 2 and 3, got " + tokens);
    }
    for (String token : tokens.subList(4, tokens.size())) {
      if (!PITCHES.containsKey(token) && !CHORD.matcher(token).matches()) {
        throw new IllegalArgumentException("tokens: expected a note or a chord, got " + token);
      }
    }
    return new ChordEncoding(vocabulary);
  }

  @Override
  public List<String> tokens() {
    return vocabulary.tokens();
  }

  @Override
  public int start() {
    return vocabulary.index(START);
  }

  @Override
  public int end() {
    return vocabulary.index(END);
  }

  @Override
  public int[] encode(Piece piece) {
    List<String> words = new ArrayList<>(List.of(START));
    words.addAll(words(piece));
    words.add(END);
    return vocabulary.encode(words);
  }

  @Override
  public Piece decode(int... tokens) {
    PieceBuilder builder = new PieceBuilder();
    int onset = 0;
    for (int token : tokens) {
      String word = vocabulary.token(token);
      if (word.equals(END) || onset > Piece.MAX_TICKS) {
        break;
      }
      if (token == Vocabulary.PADDING || word.equals(START)) {
        continue;
      }
      for (int pitch : pitches(token, word)) {
        builder.add(new Note(onset, Piece.TICKS_PER_QUARTER, pitch, VELOCITY));
      }
      onset += Piece.TICKS_PER_QUARTER / 2;
    }
    return builder.build();
  }

  private static int[] pitches(int token, String word) {
    if (token == Vocabulary.UNKNOWN) {
      return new int[0];
    }
    Integer note = PITCHES.get(word);
    if (note != null) {
      return new int[] {note};
    }
    return Pattern.compile("\\.")
        .splitAsStream(word)
        .mapToInt(each -> MIDDLE_C + Integer.parseInt(each))
        .toArray();
  }

  /** One word for each onset. */
  private static List<String> words(Piece piece) {
    TreeMap<Integer, List<Note>> byOnset =
        piece.notes().stream()
            .collect(Collectors.groupingBy(Note::onset, TreeMap::new, Collectors.toList()));
    return byOnset.values().stream().map(ChordEncoding::word).toList();
  }

  private static String word(List<Note> notes) {
    if (notes.size() == 1) {
      return name(notes.get(0).pitch());
    }
    return notes.stream()
        .map(note -> note.pitch() % OCTAVE)
        .distinct()
        .sorted()
        .map(String::valueOf)
        .collect(Collectors.joining("."));
  }

  private static String name(int pitch) {
    return PITCH_CLASSES.get(pitch % OCTAVE) + (pitch / OCTAVE - 1);
  }

  private static Map<String, Integer> pitches() {
    Map<String, Integer> pitches = new HashMap<>();
    for (int pitch = 0; pitch < 128; pitch++) {
      pitches.put(name(pitch), pitch);
    }
    return pitches;
  }
}
