package dev.sluice.device.cuda.image;

/**
 * The compute capability of a GPU, NVIDIA's number for its architecture: 9.0 is Hopper.
 *
 * @param major the generation, at least 1
 * @param minor the variant of the generation, 0 to 9
 */
public record ComputeCapability(int major, int minor) {

  /** Checks the numbers. */
  public ComputeCapability {
    if (major < 1 || minor < 0 || minor > 9) {
      throw new IllegalArgumentException(
          "compute capability: expected major >= 1 and minor 0 to 9, got " + major + "." + minor);
    }
  }

  /** The number in the names of architectures: 90 for 9.0, 120 for 12.0. */
  public int number() {
    return 10 * major + minor;
  }

  /** Such as {@code 9.0}. */
  @Override
  public String toString() {
    return major + "." + minor;
  }
}
