package dev.sluice.device.cpu.recurrence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.ChildRun;
import dev.sluice.cell.Cell;
import dev.sluice.device.cpu.CpuDevice;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checks that a pass allocates almost nothing and repeats bit by bit, with all kernels. It measures
 * no times.
 */
@Tag("verify")
class SteadyAllocationTest {
  /**
   * The allowed allocation per pass. One array of states in each of the 100 timesteps of 24 rows
   * would be 300 kB.
   */
  private static final long MAX_BYTES = 32_768;

  static Stream<Cell> cells() {
    return RepeatedPass.cells();
  }

  @Test
  void aPassAllocatesAlmostNothing() throws Exception {
    assertAllocatesLittle(ChildRun.Jvm.with("-Xmx1g"));
  }

  /** If vectors were objects, the gates of one pass alone would take 5 MB. */
  @Test
  void noVectorsAreObjects() throws Exception {
    assertAllocatesLittle(ChildRun.Jvm.with("-Xmx1g", "--add-modules", "jdk.incubator.vector"));
  }

  /**
   * Runs in a separate JVM, because the state of the compiler depends on everything that ran
   * before.
   */
  private static void assertAllocatesLittle(ChildRun.Jvm jvm) throws Exception {
    ChildRun run = jvm.run(RepeatedPass.class, Long.toString(MAX_BYTES)).expect(0);
    List<String> lines = run.out().lines().toList();
    assertEquals(cells().count(), lines.size(), run::toString);
    for (String line : lines) {
      long bytes = Long.parseLong(line.substring(line.lastIndexOf(' ') + 1));
      assertTrue(bytes <= MAX_BYTES, line);
    }
  }

  @ParameterizedTest
  @MethodSource("cells")
  void aPassRepeatsBitByBit(Cell cell) {
    try (CpuDevice device = new CpuDevice(2);
        RepeatedPass repeated = new RepeatedPass(device, cell)) {
      repeated.pass();
      List<float[]> first = repeated.results();
      for (int k = 0; k < 5; k++) {
        repeated.pass();
        List<float[]> again = repeated.results();
        for (int r = 0; r < first.size(); r++) {
          assertArrayEquals(first.get(r), again.get(r), 0, "result " + r + " of pass " + k);
        }
      }
    }
  }
}
