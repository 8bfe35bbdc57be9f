package dev.sluice.device.cpu.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.ChildRun;
import dev.sluice.device.OutOfDeviceMemoryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArrayPoolTest {
  private final ArrayPool pool = new ArrayPool();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 64, 65, 127, 128, 129, 1_000, 4_097, 1_000_003})
  void roundsLengthsUpALittle(int length) {
    assertTrue(pool.takeFloats(length).length >= length);
    int ints = pool.takeInts(length).length;
    assertTrue(ints >= length && ints <= Math.max(64, length + length / 2), "got " + ints);
  }

  @Test
  void reusesArraysForLengthsOfTheSameSize() {
    float[] first = pool.takeFloats(1_000);
    pool.give(first);
    assertSame(first, pool.takeFloats(800));
    assertNotSame(first, pool.takeFloats(800));
  }

  @Test
  void allocatesNothingAfterTheLargestLengths() {
    takeAndGive(new Random(1), 2_000);
    long held = pool.bytesHeld();
    takeAndGive(new Random(1), 2_000);
    assertEquals(held, pool.bytesHeld());
    assertTrue(held < 4L * 3 * 4 * 131_072, "held " + held);
  }

  /** Takes and returns three arrays at a time, as a batch of random length does. */
  private void takeAndGive(Random random, int rounds) {
    for (int round = 0; round < rounds; round++) {
      int length = 1_000 + random.nextInt(99_000);
      List<float[]> taken = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        taken.add(pool.takeFloats(length));
      }
      taken.forEach(pool::give);
    }
  }

  @Test
  void reportsTheSizeOfAFailedAllocationAndStaysUsable() {
    float[] used = pool.takeFloats(1_024);
    String message =
        assertThrows(OutOfDeviceMemoryException.class, () -> pool.takeFloats(3_000_000_000L))
            .getMessage();
    assertTrue(message.contains("asked for 12,000,000,000 bytes, 4,096 in use"), message);
    pool.give(used);
    assertSame(used, pool.takeFloats(1_024));
  }

  /** In a JVM with a small heap, since it takes seconds to fill a large one. */
  @Test
  void dropsFreeArraysIfTheHeapIsFull() throws Exception {
    ChildRun run = ChildRun.Jvm.with("-Xmx32m").run(FullHeap.class).expect(0);
    assertEquals("held at most the heap", run.out().strip());
  }

  /** Takes and returns arrays that are larger each time, until they do not fit in together. */
  static final class FullHeap {
    public static void main(String[] arguments) {
      ArrayPool pool = new ArrayPool();
      long heap = Runtime.getRuntime().maxMemory();
      long third = heap / 3 / Float.BYTES;
      for (int i = 0; i < 4; i++) {
        pool.give(pool.takeFloats(third + i * third / 6));
      }
      System.out.println(pool.bytesHeld() <= heap ? "held at most the heap" : "held more");
    }
  }
}
