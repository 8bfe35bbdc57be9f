package dev.sluice.bench;

/**
 * The sizes of one layer's run.
 *
 * @param batch N
 * @param timesteps T
 * @param inputSize I
 * @param hiddenSize H
 */
public record LayerShape(int batch, int timesteps, int inputSize, int hiddenSize) {

  @Override
  public String toString() {
    return batch + "," + timesteps + "," + inputSize + "," + hiddenSize;
  }
}
