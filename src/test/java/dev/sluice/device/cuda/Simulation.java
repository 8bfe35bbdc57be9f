package dev.sluice.device.cuda;

import java.util.List;
import java.util.Locale;

/**
 * The controls of the simulated driver, which a real driver does not have. A setting is valid from
 * the next driver call until {@link #defaults()}. {@code src/test/cudasim/README.md} lists the
 * settings.
 */
public final class Simulation {
  static {
    System.load(SimulatedDriver.build().resolve("libcudasim_control.so").toString());
  }

  /** The order in which the threads of a block, and the blocks of a grid, run. */
  public enum Order {
    ASCENDING,
    DESCENDING,
    RANDOM
  }

  private Simulation() {}

  /** Sets the order of threads and blocks. Only {@link Order#RANDOM} uses the seed. */
  public static void order(Order order, long seed) {
    String name = order.name().toLowerCase(Locale.ROOT);
    set("order", order == Order.RANDOM ? name + ":" + seed : name);
  }

  /**
   * Changes a setting of the README's table.
   *
   * @throws IllegalArgumentException if there is no such setting or value
   */
  public static void set(String name, Object value) {
    if (!change(name, value.toString())) {
      throw new IllegalArgumentException("no such setting or value: " + name + "=" + value);
    }
  }

  /**
   * Makes a kernel launch fail on the device, which loses the context.
   *
   * @param kernel its name, or {@code *} for any kernel
   * @param launch which launch from now on, 1 for the next
   * @param code the driver's error, such as 700
   */
  public static void failLaunch(String kernel, long launch, int code) {
    set("fault", kernel + ":" + launch + ":" + code);
  }

  /**
   * A count of what exists at this moment: {@code allocations}, {@code bytes}, {@code pinned},
   * {@code streams}, {@code events}, {@code modules}, {@code graphs}, {@code executables}, {@code
   * contexts} that the program holds, {@code blas}; or since the start {@code launches} and {@code
   * launches:KERNEL}, which count when a kernel runs.
   *
   * @throws IllegalArgumentException if there is no such count
   */
  public static long count(String what) {
    long number = number(what);
    if (number < 0) {
      throw new IllegalArgumentException("no such count: " + what);
    }
    return number;
  }

  /** The driver's reports since the last call: one line for each misuse. */
  public static List<String> reports() {
    return lines().lines().toList();
  }

  /** Resets every setting to its value at the start of the process; memory and objects stay. */
  public static native void defaults();

  /**
   * Resets settings, errors, memory and objects to the start of the process. Objects from before
   * must not be used any more.
   */
  public static native void restart();

  private static native boolean change(String name, String value);

  private static native long number(String what);

  private static native String lines();
}
