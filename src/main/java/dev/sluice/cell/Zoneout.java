package dev.sluice.cell;

import dev.sluice.argument.Require;

/**
 * Zoneout, D. Krueger et al., <em>Zoneout: Regularizing RNNs by Randomly Preserving Hidden
 * Activations</em>, 2017. With h~ and c~ as the states that the equations of the cell give:
 *
 * <pre>
 *   h' = k (.) h + (1 - k) (.) h~
 *   c' = k (.) c + (1 - k) (.) c~
 * </pre>
 *
 * <p>In training, k is drawn for each unit of each row at each timestep: 1 with the probability of
 * the rate, else 0. In inference, k is the rate itself, its expectation. The two states have
 * separate rates and separate draws. h~ is computed from c~, not from c'.
 *
 * @param hidden the rate of h, from 0 (included) to 1 (excluded)
 * @param cell the rate of c, from 0 (included) to 1 (excluded)
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
