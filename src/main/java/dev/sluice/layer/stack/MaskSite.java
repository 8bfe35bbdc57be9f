package dev.sluice.layer.stack;

import dev.sluice.layer.LayerContext;

/**
 * The places in a recurrent stack that draw random masks. Each kind has its own range within the
 * 256 places that {@link LayerContext#site} gives a layer, so no two masks of a model use the same
 * random numbers. The numbers must not change, since resumed runs must draw the same masks.
 */
public enum MaskSite {
  /** Dropout above layer l: place l, up to 255. */
  DROPOUT(0, 1),
  /** Zoneout of layer l in direction d: place {@code 52 + 2*l + d}. */
  ZONEOUT(52, 2),
  /** The recurrent weights of layer l in direction d: place {@code 154 + 2*l + d}. */
  RECURRENT_WEIGHTS(154, 2);

  /** The largest number of layers for which the places of all kinds are distinct. */
  public static final int MAX_LAYERS = 51;

  /** The largest number of layers if only dropout between layers draws masks. */
  public static final int MAX_LAYERS_WITH_DROPOUT_ONLY = 256;

  private final int first;
  private final int perLayer;

  MaskSite(int first, int perLayer) {
    this.first = first;
    this.perLayer = perLayer;
  }

  /** The place of a layer and a direction, which is 0 or 1 in the order of the outputs. */
  public int place(int layer, int direction) {
    return first + perLayer * layer + direction;
  }
}
