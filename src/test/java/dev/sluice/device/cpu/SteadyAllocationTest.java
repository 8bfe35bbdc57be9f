package dev.sluice.device.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.ChildRun;
import dev.sluice.cell.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a pass costs in memory, and that it repeats, whatever the kernels are; no times. */
class SteadyAllocationTest {
  /** A pass has 100 steps of 24 rows: an array of one step's states alone, in each, is 300 kB. */
  private static final long MOST_BYTES = 32_768;

  /** Of the 5 MB that the vectors of a step's gates are, where the compiler makes them objects. */
  private static final long MOST_VECTOR_BYTES = 1_000_000;

  private static final int MOST_JVMS = 2;

  static Stream<Cell> cells() {
    return RepeatedPass.cells();
  }

  @Test
  void aPassAllocatesNextToNothing() throws Exception {
    assertAllocates(MOST_BYTES, ChildRun.Jvm.with("-Xmx1g"));
  }

  @Test
  void fewVectorsAreObjects() throws Exception {
    assertAllocates(
        MOST_VECTOR_BYTES, ChildRun.Jvm.with("-Xmx1g", "--add-modules", "jdk.incubator.vector"));
  }

  /**
   * In JVMs of their own: what the compiler does follows from all that ran before, and one JVM in
   * some dozens makes objects of a loop's vectors by chance. A cell fails that does in all of them.
   */
  private static void assertAllocates(long most, ChildRun.Jvm jvm) throws Exception {
    List<String> tooMany = tooMany(most, jvm);
    for (int again = 1; again < MOST_JVMS && !tooMany.isEmpty(); again++) {
      tooMany.retainAll(tooMany(most, jvm));
    }
    assertEquals(List.of(), tooMany);
  }

  /** The cells whose passes allocate more. */
  private static List<String> tooMany(long most, ChildRun.Jvm jvm) throws Exception {
    ChildRun run = jvm.run(RepeatedPass.class, Long.toString(most)).expect(0);
    List<String> lines = run.out().lines().toList();
    assertEquals(cells().count(), lines.size(), run::toString);
    List<String> tooMany = new ArrayList<>();
    for (String line : lines) {
      int space = line.lastIndexOf(' ');
      if (Long.parseLong(line.substring(space + 1)) > most) {
        tooMany.add(line.substring(0, space));
      }
    }
    return tooMany;
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
