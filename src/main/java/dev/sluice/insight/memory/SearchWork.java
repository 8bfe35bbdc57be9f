package dev.sluice.insight.memory;

/**
 * The work of a search, in timesteps: the sum of the lags of all its optimizer steps.
 *
 * @param steps the budget of one training
 */
record SearchWork(int steps) {

  /** The most work that the rest of a search can take. */
  long most(LagSearch search) {
    if (search.isDecided()) {
      return 0;
    }
    return spent(search) + Math.max(most(search.after(true)), most(search.after(false)));
  }

  /**
   * The mean work of the rest of a search if all its answers are equally likely, and a training
   * that solves its task takes a quarter of the budget, as most do.
   */
  double expected(LagSearch search) {
    if (search.isDecided()) {
      return 0;
    }
    LagSearch longer = search.after(true);
    LagSearch shorter = search.after(false);
    double solved = (longer.undecided() + 1.0) / (search.undecided() + 1);
    return solved * (spent(search) / 4.0 + expected(longer))
        + (1 - solved) * (spent(search) + expected(shorter));
  }

  /** The work of a training on the next lag that spends its budget. */
  private long spent(LagSearch search) {
    return (long) search.next() * steps;
  }
}
