package dev.sluice.device.cuda.image;

/** Which kernel images a device may use, set by the system property {@value #PROPERTY}. */
enum KernelDelivery {
  /** The built image if the driver accepts it, else one that is compiled at run time. */
  EITHER,
  /** Only the built image. */
  BUILT,
  /** Only an image that is compiled at run time. */
  COMPILED;

  static final String PROPERTY = "sluice.cuda.kernels";

  /**
   * Reads the property.
   *
   * @throws IllegalArgumentException if it is set to something other than {@code built} and {@code
   *     compile}
   */
  static KernelDelivery chosen() {
    String value = System.getProperty(PROPERTY, "");
    return switch (value) {
      case "" -> EITHER;
      case "built" -> BUILT;
      case "compile" -> COMPILED;
      default ->
          throw new IllegalArgumentException(
              PROPERTY + ": expected built or compile, got " + value);
    };
  }
}
