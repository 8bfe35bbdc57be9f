package dev.sluice.oracle;

/**
 * A step with zoneout: {@code h' = k h + (1 - k) h~}, and the same for c, where h~ and c~ are the
 * states after the step of the cell.
 */
final class ZoneoutStep implements Step {
  private final Step step;
  private final State before;
  private final State kept;

  /**
   * Wraps a step that was computed from the same state.
   *
   * @param kept the k of every unit
   */
  ZoneoutStep(Step step, State before, State kept) {
    this.step = step;
    this.before = before;
    this.kept = kept;
  }

  @Override
  public State after() {
    State after = step.after();
    return new State(
        mixed(kept.h(), before.h(), after.h()), mixed(kept.c(), before.c(), after.c()));
  }

  @Override
  public State backward(State dAfter, OracleWeights dWeights, double[] dX) {
    double[] none = new double[dAfter.h().length];
    double[] noneC = new double[dAfter.c().length];
    State dStep = new State(mixed(kept.h(), none, dAfter.h()), mixed(kept.c(), noneC, dAfter.c()));
    State dBefore = step.backward(dStep, dWeights, dX);
    return new State(
        Step.sum(dBefore.h(), mixed(kept.h(), dAfter.h(), none)),
        Step.sum(dBefore.c(), mixed(kept.c(), dAfter.c(), noneC)));
  }

  @Override
  public double[] gates() {
    return step.gates();
  }

  @Override
  public double kinkDistance() {
    return step.kinkDistance();
  }

  /** {@code k before + (1 - k) young}. */
  private static double[] mixed(double[] k, double[] before, double[] young) {
    double[] mixed = new double[k.length];
    for (int j = 0; j < k.length; j++) {
      mixed[j] = k[j] * before[j] + (1 - k[j]) * young[j];
    }
    return mixed;
  }
}
