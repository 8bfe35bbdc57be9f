package dev.sluice.data;

import java.util.HashSet;
import java.util.List;

/**
 * A text classification data set: a training and a test split, and where they came from.
 *
 * @param classNames name of each class by label; at least two, all different
 * @param train training examples; every class occurs
 * @param test test examples, to be measured on and never learned from; not empty
 * @param source one line for people: what was read, and how it was split if it had no split of its
 *     own
 * @param sha256 lower-case hex digest of the data read, for provenance
 * @param notices what people should know of how the data were read, one line each
 */
public record TextSplits(
    List<String> classNames,
    List<LabelledText> train,
    List<LabelledText> test,
    String source,
    String sha256,
    List<String> notices) {

  /** Copies the lists; throws {@link DataException} when a split lacks what is promised above. */
  public TextSplits {
    classNames = List.copyOf(classNames);
    train = List.copyOf(train);
    test = List.copyOf(test);
    notices = List.copyOf(notices);
    if (classNames.size() < 2 || new HashSet<>(classNames).size() < classNames.size()) {
      throw new DataException(
          source + ": expected two or more different classes, found " + classNames);
    }
    int[] trained = countByClass(train, classNames, source);
    for (int label = 0; label < trained.length; label++) {
      if (trained[label] == 0) {
        throw new DataException(
            source + ": class '" + classNames.get(label) + "' has no training example");
      }
    }
    countByClass(test, classNames, source);
    if (test.isEmpty()) {
      throw new DataException(source + ": the test split is empty");
    }
  }

  /** Data that need no notice. */
  public TextSplits(
      List<String> classNames,
      List<LabelledText> train,
      List<LabelledText> test,
      String source,
      String sha256) {
    this(classNames, train, test, source, sha256, List.of());
  }

  private static int[] countByClass(
      List<LabelledText> examples, List<String> classNames, String source) {
    int[] counts = new int[classNames.size()];
    for (LabelledText example : examples) {
      if (example.label() >= counts.length) {
        throw new DataException(
            source + ": label " + example.label() + " for " + counts.length + " classes");
      }
      counts[example.label()]++;
    }
    return counts;
  }

  /** The training texts, in order. */
  public List<String> trainTexts() {
    return train.stream().map(LabelledText::text).toList();
  }

  /** The labels of the training texts, in order; a new array. */
  public int[] trainLabels() {
    return train.stream().mapToInt(LabelledText::label).toArray();
  }

  /** The test texts, in order. */
  public List<String> testTexts() {
    return test.stream().map(LabelledText::text).toList();
  }

  /** The labels of the test texts, in order; a new array. */
  public int[] testLabels() {
    return test.stream().mapToInt(LabelledText::label).toArray();
  }
}
