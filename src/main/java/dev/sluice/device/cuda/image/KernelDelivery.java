package dev.sluice.device.cuda.image;

/** How kernels may reach the device, set by the system property {@value #PROPERTY}. */
enum KernelDelivery {
  /** The built image where the driver takes it, else compiled at run time. */
  EITHER,
  /** The built image or an error. */
  BUILT,
  /** Compiled at run time or an error. */
  COMPILED;

  static final String PROPERTY = "sluice.cuda.kernels";

  /**
   * What the property says.
   *
   * @throws IllegalArgumentException if it is neither absent nor {@code built} nor {@code compile}
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
