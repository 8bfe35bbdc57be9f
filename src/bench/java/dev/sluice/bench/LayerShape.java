package dev.sluice.bench;

/**
 * The sizes of one layer and its input.
 *
 * @param batch N
 * @param timesteps T
 * @param inputSize I
 * @param hiddenSize H
 */
public record LayerShape(int batch, int timesteps, int inputSize, int hiddenSize) {

  /**
   * Reads {@code N,T,I,H}.
   *
   * @throws IllegalArgumentException if that is not four positive numbers
   */
  public static LayerShape parse(String text) {
    if (!text.matches("[1-9]\\d{0,5}(,[1-9]\\d{0,5}){3}")) {
      throw new IllegalArgumentException("shape: expected N,T,I,H, got \"" + text + "\"");
    }
    String[] sizes = text.split(",");
    return new LayerShape(
        Integer.parseInt(sizes[0]),
        Integer.parseInt(sizes[1]),
        Integer.parseInt(sizes[2]),
        Integer.parseInt(sizes[3]));
  }

  @Override
  public String toString() {
    return batch + "," + timesteps + "," + inputSize + "," + hiddenSize;
  }
}
