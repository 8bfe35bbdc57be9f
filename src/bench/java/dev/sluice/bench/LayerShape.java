package dev.sluice.bench;

import dev.sluice.cell.Cell;

/**
 * The sizes of one layer's run.
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

  /**
   * Floating-point operations of all matrix products forward and back: the products by input and
   * state once forward and twice back, once for each operand's gradient.
   */
  double operations(Cell cell) {
    double rows = (double) batch * timesteps;
    return 6 * rows * cell.gates() * hiddenSize * (inputSize + hiddenSize);
  }

  @Override
  public String toString() {
    return batch + "," + timesteps + "," + inputSize + "," + hiddenSize;
  }
}
