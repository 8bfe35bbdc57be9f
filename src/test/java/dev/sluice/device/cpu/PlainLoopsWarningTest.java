package dev.sluice.device.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.ChildRun;
import dev.sluice.device.Device;
import dev.sluice.device.Devices;
import java.io.File;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Checks that the warning about plain loops is printed once if no logger is bound. */
@Tag("verify")
class PlainLoopsWarningTest {
  private static final String MODULE = "--add-modules=jdk.incubator.vector";

  /** Opens the CPU twice. */
  static final class Probe {
    public static void main(String[] args) {
      for (int i = 0; i < 2; i++) {
        try (Device device = Devices.cpu(1)) {
          System.out.println(device.name());
        }
      }
    }
  }

  @Test
  void isPrintedOnceWhereNoLoggerIsBound() throws IOException, InterruptedException {
    assertEquals(
        List.of(
            "sluice: the CPU computes with plain loops, because the module is missing: start Java"
                + " with --add-modules jdk.incubator.vector"),
        warnings(withoutLogger(ChildRun.Jvm.with())));
    assertEquals(List.of(), warnings(withoutLogger(ChildRun.Jvm.with(MODULE))), "Vector API");
    assertEquals(List.of(), warnings(ChildRun.Jvm.with()), "a logger says it");
  }

  private static ChildRun.Jvm withoutLogger(ChildRun.Jvm jvm) {
    String classPath =
        Arrays.stream(jvm.classPath().split(File.pathSeparator))
            .filter(element -> !element.contains("slf4j-simple"))
            .collect(Collectors.joining(File.pathSeparator));
    return new ChildRun.Jvm(jvm.options(), jvm.environment(), classPath, jvm.folder());
  }

  private static List<String> warnings(ChildRun.Jvm jvm) throws IOException, InterruptedException {
    return jvm.run(Probe.class)
        .expect(0)
        .err()
        .lines()
        .filter(line -> line.startsWith("sluice: "))
        .toList();
  }
}
