package dev.sluice.device.cpu.recurrence;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.sluice.cell.Lstm;
import dev.sluice.device.cpu.kernel.GateLayout;
import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.kernel.PaddedSizes;
import dev.sluice.device.cpu.kernel.StepFrame;
import dev.sluice.device.cpu.kernel.plain.PlainKernels;
import dev.sluice.device.cpu.runtime.ArrayPool;
import dev.sluice.sequence.Direction;
import java.lang.reflect.Field;
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
    for (Field field : StepFrame.class.getDeclaredFields()) {
      if (!field.getType().isPrimitive()) {
        assertNotNull(field.get(shard.frame), field.getName());
      }
    }
    shard.close();
    for (Field field : StepFrame.class.getDeclaredFields()) {
      if (!field.getType().isPrimitive()) {
        assertNull(field.get(shard.frame), field.getName());
      }
    }
    for (float[] array : new float[][] {shard.x, shard.h0, shard.c0}) {
      assertNull(array);
    }
  }
}
