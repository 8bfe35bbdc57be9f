package dev.sluice.loss;

/**
 * Class ids in host memory: what depends on them alone need not wait for the device. Immutable.
 */
public final class ClassLabels {
  private final int[] ids;

  private ClassLabels(int[] ids) {
    this.ids = ids;
  }

  /**
   * A copy of these.
   *
   * @param ids 0 to C-1, or -1: not counted
   */
  public static ClassLabels of(int... ids) {
    return new ClassLabels(ids.clone());
  }

  /** How many are counted: those of at least 0. */
  public int counted() {
    int counted = 0;
    for (int id : ids) {
      counted += id >= 0 ? 1 : 0;
    }
    return counted;
  }

  /**
   * The sum of their classes' weights; those that are not counted, or have no weight, add nothing.
   *
   * @param classWeights {@code [C]}
   */
  double sumOf(float... classWeights) {
    double sum = 0;
    for (int id : ids) {
      sum += id >= 0 && id < classWeights.length ? classWeights[id] : 0;
    }
    return sum;
  }
}
