package dev.sluice.layer.stack;

import dev.sluice.layer.LayerContext;

/**
 * Where a recurrent stack draws random masks. Each kind takes places of its own within the 256 that
 * {@link LayerContext#site} gives a layer, so that no two masks of a model are alike; the numbers
 * must not change, since resumed runs draw the same masks.
 */
public enum MaskSite {
  /** Dropout above layer l: place l, up to 255. */
  DROPOUT(0, 1),
  /** Zoneout of layer l in direction d: place {@code 52 + 2*l + d}. */
  ZONEOUT(52, 2),
  /** The recurrent weights of layer l in direction d: place {@code 154 + 2*l + d}. */
  RECURRENT_WEIGHTS(154, 2);

  /** The deepest stack whose places do not meet. */
  public static final int MOST_LAYERS = 51;

  /** The deepest stack where only dropout between layers draws. */
  public static final int MOST_LAYERS_OF_DROPOUT = 256;

  private final int first;
  private final int perLayer;

  MaskSite(int first, int perLayer) {
    this.first = first;
    this.perLayer = perLayer;
  }

  /** The place of a layer; direction 0 or 1 in the order of the outputs. */
  public int place(int layer, int direction) {
    return first + perLayer * layer + direction;
  }
}
