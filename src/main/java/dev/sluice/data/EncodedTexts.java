package dev.sluice.data;

import dev.sluice.argument.Require;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Labelled texts as vocabulary indices. Every text has at least one token. Immutable. */
public final class EncodedTexts {
  private final int[][] tokens;
  private final int[] labels;

  private EncodedTexts(int[][] tokens, int[] labels) {
    this.tokens = tokens;
    this.labels = labels;
  }

  /**
   * Creates texts from indices, for example of another vocabulary, or of symbols made in code.
   *
   * @param tokens {@code [i][t]}, each 0 or more; at least one token per sequence; copied
   * @param labels class of each sequence, 0 or more; copied
   * @throws IllegalArgumentException if the counts differ, or naming the first invalid element
   */
  public static EncodedTexts of(int[][] tokens, int[] labels) {
    Require.presentRows("tokens", tokens);
    requireLabels(tokens.length, labels);
    int[][] copies = new int[tokens.length][];
    for (int i = 0; i < copies.length; i++) {
      copies[i] = tokens[i].clone();
      if (copies[i].length == 0) {
        throw new IllegalArgumentException(
            "tokens[" + i + "]: expected at least one token, got none");
      }
      for (int t = 0; t < copies[i].length; t++) {
        if (copies[i][t] < 0) {
          Require.atLeast("tokens[" + i + "][" + t + "]", 0, copies[i][t]);
        }
      }
    }
    return new EncodedTexts(copies, labels.clone());
  }

  /**
   * Encodes tokenized texts.
   *
   * @param texts the tokens of each text
   * @param labels class of each text, 0 or more
   * @param keep maximum number of tokens, at least 1. Of a longer text the last ones are kept,
   *     because a film review usually gives its verdict at the end
   * @throws IllegalArgumentException if the counts differ, or a label or {@code keep} is out of
   *     range
   */
  public static EncodedTexts encode(
      List<? extends List<String>> texts, int[] labels, Vocabulary vocabulary, int keep) {
    Require.presentElements("texts", texts);
    Require.present("vocabulary", vocabulary);
    requireLabels(texts.size(), labels);
    int[][] encoded = new int[texts.size()][];
    for (int i = 0; i < encoded.length; i++) {
      encoded[i] = encode(texts.get(i), vocabulary, keep);
    }
    return new EncodedTexts(encoded, labels.clone());
  }

  /** Like {@link #encode(List, int[], Vocabulary, int)}. */
  public static EncodedTexts encode(
      TokenizedTexts texts, int[] labels, Vocabulary vocabulary, int keep) {
    Require.present("texts", texts);
    Require.present("vocabulary", vocabulary);
    requireLabels(texts.size(), labels);
    requireKeep(keep);
    int[] indices = vocabulary.encode(texts.words());
    int[][] encoded = new int[texts.size()][];
    for (int i = 0; i < encoded.length; i++) {
      int[] text = texts.tokens(i);
      int[] kept = Arrays.copyOfRange(text, Math.max(0, text.length - keep), text.length);
      for (int t = 0; t < kept.length; t++) {
        kept[t] = indices[kept[t]];
      }
      encoded[i] = orUnknown(kept);
    }
    return new EncodedTexts(encoded, labels.clone());
  }

  private static void requireLabels(int texts, int[] labels) {
    if (texts != Require.present("labels", labels).length) {
      throw new IllegalArgumentException(
          "labels: expected " + texts + ", one for each text, got " + labels.length);
    }
    for (int i = 0; i < labels.length; i++) {
      Require.atLeast("labels[" + i + "]", 0, labels[i]);
    }
  }

  /**
   * Encodes one text: its last {@code keep} tokens. A text without tokens becomes the single token
   * {@link Vocabulary#UNKNOWN}, since a recurrence over no steps has no output, but an empty text
   * needs a prediction too.
   *
   * @param keep at least 1
   * @return a new array of 1 to {@code keep} indices
   */
  public static int[] encode(List<String> text, Vocabulary vocabulary, int keep) {
    Require.present("text", text);
    Require.present("vocabulary", vocabulary);
    requireKeep(keep);
    List<String> kept = text.subList(Math.max(0, text.size() - keep), text.size());
    return orUnknown(vocabulary.encode(kept));
  }

  private static void requireKeep(int keep) {
    Require.atLeast("keep", 1, keep);
  }

  private static int[] orUnknown(int[] tokens) {
    return tokens.length == 0 ? new int[] {Vocabulary.UNKNOWN} : tokens;
  }

  /** The number of texts. */
  public int size() {
    return labels.length;
  }

  /** The class of a text. */
  public int label(int text) {
    return labels[text];
  }

  /** The indices of a text; a new array. */
  public int[] tokens(int text) {
    return tokens[text].clone();
  }

  /** The number of tokens of a text, at least 1. */
  public int length(int text) {
    return tokens[text].length;
  }

  /** The number of tokens of each text; a new array. */
  public int[] lengths() {
    return Arrays.stream(tokens).mapToInt(text -> text.length).toArray();
  }

  /** The class of each text; a new array. */
  public int[] labels() {
    return labels.clone();
  }

  /** The texts with these indices, in this order. */
  public EncodedTexts subset(int... texts) {
    int[][] chosen = new int[texts.length][];
    int[] chosenLabels = new int[texts.length];
    for (int i = 0; i < texts.length; i++) {
      chosen[i] = tokens[texts[i]];
      chosenLabels[i] = labels[texts[i]];
    }
    return new EncodedTexts(chosen, chosenLabels);
  }

  /**
   * The texts with these indices as one batch, in this order, padded to the longest of them.
   *
   * @param texts at least one index
   */
  public TokenBatch batch(int... texts) {
    EncodedTexts chosen = subset(texts);
    return TokenBatch.of(chosen.tokens, chosen.labels);
  }

  /**
   * Splits off a held-out set. Each class gives the same fraction of its texts, rounded. The choice
   * depends only on the seed, and both parts keep the order of the whole.
   *
   * @param fraction fraction that is held out, above 0 and below 1
   * @throws IllegalArgumentException if the fraction is out of range or leaves a part empty
   */
  public Split split(double fraction, long seed) {
    Require.properFraction("fraction", fraction);
    boolean[] heldOut = new boolean[size()];
    int classes = Arrays.stream(labels).max().orElse(-1) + 1;
    for (int label = 0; label < classes; label++) {
      int[] members = indicesOf(label);
      StableRandom.of(seed, label).shuffle(members);
      int count = (int) Math.round(fraction * members.length);
      for (int i = 0; i < count; i++) {
        heldOut[members[i]] = true;
      }
    }
    return new Split(subset(where(heldOut, false)), subset(where(heldOut, true)));
  }

  private int[] indicesOf(int label) {
    boolean[] has = new boolean[size()];
    for (int i = 0; i < has.length; i++) {
      has[i] = labels[i] == label;
    }
    return where(has, true);
  }

  private static int[] where(boolean[] flags, boolean wanted) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < flags.length; i++) {
      if (flags[i] == wanted) {
        found.add(i);
      }
    }
    return found.stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * A training set and a held-out set.
   *
   * @param train texts to train on
   * @param heldOut texts to evaluate on
   */
  public record Split(EncodedTexts train, EncodedTexts heldOut) {
    /** Throws {@link IllegalArgumentException} if a part is empty. */
    public Split {
      Require.present("train", train);
      Require.present("heldOut", heldOut);
      if (train.size() == 0 || heldOut.size() == 0) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "split: expected texts in both parts, got %d to train and %d held out",
                train.size(),
                heldOut.size()));
      }
    }
  }
}
