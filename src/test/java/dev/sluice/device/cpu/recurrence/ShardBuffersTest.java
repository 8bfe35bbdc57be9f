package dev.sluice.device.cpu.recurrence;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.cell.Lstm;
import dev.sluice.device.cpu.kernel.GateLayout;
import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.kernel.PaddedSizes;
import dev.sluice.device.cpu.kernel.StepFrame;
import dev.sluice.device.cpu.kernel.plain.PlainKernels;
import dev.sluice.device.cpu.runtime.ArrayPool;
import dev.sluice.sequence.Direction;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Checks that closed shard buffers keep none of the arrays that the pool may reuse or free. */
class ShardBuffersTest {
  @Test
  void keepsNothingOnceItIsClosed() throws IllegalAccessException {
    Kernels kernels = new PlainKernels();
    Lstm cell = Lstm.of(3, 5).withLayerNorm().withProjection(2).withZoneout(0.1f, 0.2f);
    GateLayout layout = GateLayout.of(cell);
    ShardBuffers shard =
        new ShardBuffers(new PaddedSizes(cell, layout, kernels), new ArrayPool(), cell, true);
    shard.open(PackedSequenceLayout.split(4, 2, null, Direction.FORWARD, 1)[0], 8);
    shard.prepareBackward(layout);
    shard.at(1);
    for (Field field : references()) {
      assertTrue(holds(field.get(shard.frame)), field.getName());
    }
    shard.close();
    for (Field field : references()) {
      assertFalse(holds(field.get(shard.frame)), field.getName());
    }
    for (float[] array : new float[][] {shard.x, shard.h0, shard.c0}) {
      assertFalse(holds(array));
    }
  }

  private static List<Field> references() {
    return Arrays.stream(StepFrame.class.getDeclaredFields())
        .filter(field -> !field.getType().isPrimitive())
        .filter(field -> !Modifier.isStatic(field.getModifiers()))
        .toList();
  }

  /** Whether a field holds an array of the pass. */
  private static boolean holds(Object value) {
    return value != null && value != StepFrame.NONE;
  }
}
