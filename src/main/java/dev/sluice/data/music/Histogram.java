package dev.sluice.data.music;

import dev.sluice.argument.Require;
import java.util.List;

/**
 * How often each of some classes occurs. Immutable.
 *
 * @param name what is counted, for titles
 * @param labels name of each class
 * @param counts number of occurrences of each class, at least 0
 */
public record Histogram(String name, List<String> labels, List<Long> counts) {

  /** Copies the lists; throws {@link IllegalArgumentException} if their sizes differ. */
  public Histogram {
    Require.present("name", name);
    labels = Require.copyOf("labels", labels);
    counts = Require.copyOf("counts", counts);
    if (labels.size() != counts.size()) {
      throw new IllegalArgumentException(
          "counts: expected " + labels.size() + ", one for each label, got " + counts.size());
    }
    for (long count : counts) {
      Require.atLeast("counts", 0, count);
    }
  }

  /** The number of all occurrences. */
  public long total() {
    return counts.stream().mapToLong(Long::longValue).sum();
  }

  /** The share of a class, from 0 to 1; 0 if nothing was counted. */
  public double share(int index) {
    long total = total();
    return total == 0 ? 0 : (double) counts.get(index) / total;
  }

  /**
   * The total variation distance of the two distributions: half the sum of the absolute differences
   * of their shares. 0 means equal, 1 means that they have no class in common.
   *
   * @throws IllegalArgumentException if the classes differ, or one of the two counted nothing
   */
  public double totalVariation(Histogram other) {
    if (!labels.equals(other.labels)) {
      throw new IllegalArgumentException(
          "other: expected the classes of '" + name + "', got those of '" + other.name + "'");
    }
    Require.atLeast("total of '" + name + "'", 1, total());
    Require.atLeast("total of the other '" + other.name + "'", 1, other.total());
    double sum = 0;
    for (int i = 0; i < counts.size(); i++) {
      sum += Math.abs(share(i) - other.share(i));
    }
    return sum / 2;
  }
}
