package dev.sluice.insight.gradient;

/** When and on what the gradients of a cell are measured. */
public enum Moment {
  /** On reviews, before the first optimizer step. */
  INITIALIZATION("initialization", "at initialization"),
  /** On reviews, after training on reviews. */
  REVIEWS("reviews", "after training on the reviews"),
  /** On sequences of the adding problem, after training on it. */
  ADDING("adding", "after training on the adding problem");

  private final String key;
  private final String label;

  Moment(String key, String label) {
    this.key = key;
    this.label = label;
  }

  /** The name in files. */
  public String key() {
    return key;
  }

  /** The name for readers, as it stands within a sentence. */
  public String label() {
    return label;
  }
}
