package dev.sluice.loss;

import dev.sluice.argument.Require;

/** Class ids in host memory, so that sums over them need not wait for the device. Immutable. */
public final class ClassLabels {
  private final int[] ids;

  private ClassLabels(int[] ids) {
    this.ids = ids;
  }

  /**
   * Copies class ids.
   *
   * @param ids 0 to C-1; -1 is not counted
   */
  public static ClassLabels of(int... ids) {
    return new ClassLabels(Require.present("ids", ids).clone());
  }

  /** The number of ids that count: those of at least 0. */
  public int counted() {
    int counted = 0;
    for (int id : ids) {
      counted += id >= 0 ? 1 : 0;
    }
    return counted;
  }

  /**
   * The sum of the weights of their classes; an id that is not counted or has no weight adds 0.
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
