package dev.sluice.cell;

import dev.sluice.argument.Require;

/**
 * Zoneout, D. Krueger et al., <em>Zoneout: Regularizing RNNs by Randomly Preserving Hidden
 * Activations</em>, 2017. With h~ and c~ for what the cell's equations give:
 *
 * <pre>
 *   h' = k (.) h + (1 - k) (.) h~
 *   c' = k (.) c + (1 - k) (.) c~
 * </pre>
 *
 * <p>In training each unit of each row draws its k at each step: 1 with the rate's probability,
 * else 0. In inference k is the rate itself, the expectation. Each state has a rate and draws of
 * its own; h~ follows from c~, not from c'.
 *
 * @param hidden the rate of h, from 0 to below 1
 * @param cell the rate of c, from 0 to below 1
 */
public record Zoneout(float hidden, float cell) {
  private static final Zoneout NONE = new Zoneout(0, 0);

  /** Checks the rates. */
  public Zoneout {
    Require.fraction("zoneout hidden", hidden);
    Require.fraction("zoneout cell", cell);
  }

  /** No zoneout. */
  public static Zoneout none() {
    return NONE;
  }

  /** Whether a rate is above zero. */
  public boolean acts() {
    return hidden > 0 || cell > 0;
  }
}
