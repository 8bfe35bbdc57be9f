package dev.sluice.insight.inspect;

import dev.sluice.argument.Require;

/**
 * The Gauss-Legendre rule on {@code [0, 1]}: with n points it integrates polynomials up to degree
 * {@code 2n - 1} exactly. The nodes are the roots of the Legendre polynomial, found by Newton's
 * method: W. H. Press et al., <em>Numerical Recipes</em>, section 4.6.
 *
 * @param nodes in rising order, between 0 and 1
 * @param weights above 0; their sum is 1
 */
record GaussLegendre(double[] nodes, double[] weights) {
  private static final double ACCURACY = 1e-15;
  private static final int MAX_ITERATIONS = 100;

  /** The rule with this many points, at least 1. */
  static GaussLegendre of(int points) {
    Require.atLeast("points", 1, points);
    double[] nodes = new double[points];
    double[] weights = new double[points];
    for (int i = 0; i < points; i++) {
      double x = -Math.cos(Math.PI * (i + 0.75) / (points + 0.5));
      double derivative = 0;
      double change = 1;
      for (int k = 0; k < MAX_ITERATIONS && Math.abs(change) > ACCURACY; k++) {
        double[] value = legendre(points, x);
        derivative = value[1];
        change = value[0] / derivative;
        x -= change;
      }
      nodes[i] = (1 + x) / 2;
      weights[i] = 1 / ((1 - x * x) * derivative * derivative);
    }
    return new GaussLegendre(nodes, weights);
  }

  /** The value and the derivative of the Legendre polynomial of this degree at x. */
  private static double[] legendre(int degree, double x) {
    double before = 1;
    double value = x;
    for (int n = 2; n <= degree; n++) {
      double next = ((2 * n - 1) * x * value - (n - 1) * before) / n;
      before = value;
      value = next;
    }
    return new double[] {value, degree * (x * value - before) / (x * x - 1)};
  }

  int points() {
    return nodes.length;
  }
}
