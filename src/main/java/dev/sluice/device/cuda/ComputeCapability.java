package dev.sluice.device.cuda;

/**
 * The generation of a GPU.
 *
 * @param major for example 9
 * @param minor for example 0
 */
record ComputeCapability(int major, int minor) {

  /** As compilers write it: {@code 90}. */
  int number() {
    return 10 * major + minor;
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
