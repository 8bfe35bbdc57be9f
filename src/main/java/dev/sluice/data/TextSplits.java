package dev.sluice.data;

import dev.sluice.annotation.CanIgnoreReturnValue;
import dev.sluice.argument.Require;
import java.util.HashSet;
import java.util.List;

/**
 * A text classification data set with a training split and a test split.
 *
 * @param classNames name of each class, by label; at least two, all different
 * @param train training examples; every class occurs
 * @param test test examples, for evaluation only; not empty
 * @param source one readable line: what was read, and how it was split if it had no split of its
 *     own
 * @param sha256 hash of the data, in lower-case hex, for provenance
 * @param notices readable lines about how the data were read; may be empty
 */
public record TextSplits(
    List<String> classNames,
    List<LabelledText> train,
    List<LabelledText> test,
    String source,
    String sha256,
    List<String> notices) {

  /** Copies the lists; throws {@link DataException} if a split or the classes are invalid. */
  public TextSplits {
    classNames = Require.copyOf("classNames", classNames);
    train = Require.copyOf("train", train);
    test = Require.copyOf("test", test);
    notices = Require.copyOf("notices", notices);
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

  /** Data without notices. */
  public TextSplits(
      List<String> classNames,
      List<LabelledText> train,
      List<LabelledText> test,
      String source,
      String sha256) {
    this(classNames, train, test, source, sha256, List.of());
  }

  @CanIgnoreReturnValue
  private static int[] countByClass(
      List<LabelledText> examples, List<String> classNames, String source) {
    int[] counts = new int[classNames.size()];
    for (LabelledText example : examples) {
      if (example.label() >= counts.length) {
        throw new DataException(
            source
                + ": expected a label below "
                + counts.length
                + ", the number of classes, found "
                + example.label());
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
