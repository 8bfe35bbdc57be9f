package dev.sluice.data;

/**
 * {@link PaddedSequences} in which some steps are masked: all their numbers are NaN.
 *
 * @param width K, numbers per step
 * @param values {@code [T, N, K]}
 */
record MaskedSequences(int width, float[] values) {

  /**
   * Copies sequences {@code [n][t][k]}; checks the steps that count and masks the others.
   *
   * @param counted {@code [n][t]}, false for a step to mask
   */
  static MaskedSequences of(String name, float[][][] sequences, boolean[][] counted) {
    float[][][] checked = new float[sequences.length][][];
    for (int n = 0; n < sequences.length; n++) {
      checked[n] = sequences[n].clone();
      for (int t = 0; t < checked[n].length; t++) {
        checked[n][t] = counted[n][t] ? checked[n][t] : new float[checked[n][t].length];
      }
    }
    PaddedSequences rows = PaddedSequences.of(name, checked);
    for (int n = 0; n < counted.length; n++) {
      for (int t = 0; t < counted[n].length; t++) {
        for (int k = 0; !counted[n][t] && k < rows.width(); k++) {
          rows.values()[(t * counted.length + n) * rows.width() + k] = Float.NaN;
        }
      }
    }
    return new MaskedSequences(rows.width(), rows.values());
  }
}
