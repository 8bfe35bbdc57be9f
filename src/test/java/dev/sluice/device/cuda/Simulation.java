package dev.sluice.device.cuda;

import java.util.List;
import java.util.Locale;

/**
 * The simulated driver's controls, which no real driver has. What is set holds from the next call
 * of the driver until {@link #defaults()}; {@code src/test/cudasim/README.md} says more.
 */
public final class Simulation {
  static {
    System.load(SimulatedDriver.build().resolve("libcudasim_control.so").toString());
  }

  /** In which order the threads of a block, and the blocks of a grid, take their turns. */
  public enum Order {
    ASCENDING,
    DESCENDING,
    RANDOM
  }

  private Simulation() {}

  /** Orders threads and blocks; the seed counts for {@link Order#RANDOM} only. */
  public static void order(Order order, long seed) {
    String name = order.name().toLowerCase(Locale.ROOT);
    set("order", order == Order.RANDOM ? name + ":" + seed : name);
  }

  /**
   * Sets anything of the README's table.
   *
   * @throws IllegalArgumentException if there is no such setting or value
   */
  public static void set(String name, Object value) {
    if (!change(name, value.toString())) {
      throw new IllegalArgumentException("no such setting or value: " + name + "=" + value);
    }
  }

  /**
   * Lets a launch fail on the device, and with it the context.
   *
   * @param kernel {@code *} for any
   * @param launch which launch from now on, 1 for the next
   * @param code what the driver answers, such as 700
   */
  public static void failLaunch(String kernel, long launch, int code) {
    set("fault", kernel + ":" + launch + ":" + code);
  }

  /**
   * How many there are at this moment: {@code allocations}, {@code bytes}, {@code pinned}, {@code
   * streams}, {@code events}, {@code modules}, {@code graphs}, {@code executables}, {@code
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

  /** What the driver had to say since the last call: one line for each misuse. */
  public static List<String> reports() {
    return lines().lines().toList();
  }

  /** Every setting as it was at the start of the process; memory and objects stay. */
  public static native void defaults();

  /**
   * As if the process had just begun: settings, errors, memory and objects. Whoever still holds one
   * of those must not use it any more.
   */
  public static native void restart();

  private static native boolean change(String name, String value);

  private static native long number(String what);

  private static native String lines();
}
