package dev.sluice.device.cpu.recurrence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.device.Scope;
import dev.sluice.device.cpu.CpuDevice;
import dev.sluice.layer.DirectionMode;
import dev.sluice.layer.DropoutMask;
import dev.sluice.layer.Features;
import dev.sluice.layer.InitialStates;
import dev.sluice.layer.Merge;
import dev.sluice.layer.RecurrentSpec;
import dev.sluice.loss.SoftmaxCrossEntropy;
import dev.sluice.loss.Targets;
import dev.sluice.model.Model;
import dev.sluice.model.ModelSpec;
import dev.sluice.optimizer.Adam;
import dev.sluice.optimizer.Clipping;
import dev.sluice.optimizer.Optimizer;
import dev.sluice.sequence.PoolingKind;
import dev.sluice.train.TrainingStep;
import dev.sluice.train.batch.Batch;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SteadyStateTest {

  static Stream<Cell> cells() {
    return Stream.of(
        Rnn.of(8, 12),
        Lstm.of(8, 12),
        Gru.of(8, 12),
        Gru.article(8, 12),
        Rnn.of(8, 12).withLayerNorm().withZoneout(0.1f),
        Gru.of(8, 12).withLayerNorm().withPreactivationClip(2),
        Lstm.of(8, 12).withCoupledGates().withCellClip(1).withZoneout(0.1f, 0.2f));
  }

  @ParameterizedTest
  @MethodSource("cells")
  void trainingAllocatesNothingOnTheDeviceAfterTheFirstStep(Cell cell) {
    ModelSpec spec =
        ModelSpec.embedding(50, 8)
            .recurrent(
                RecurrentSpec.of(cell)
                    .withLayers(2)
                    .withDirections(DirectionMode.BIDIRECTIONAL, Merge.SUMMED)
                    .withDropout(0.2, DropoutMask.LOCKED)
                    .withRecurrentDropout(0.3)
                    .withInitialStates(InitialStates.LEARNED))
            .pooling(PoolingKind.MAX, PoolingKind.MEAN)
            .dropout(0.3)
            .dense(2);
    try (CpuDevice device = new CpuDevice(2);
        Model model = Model.create(spec, device, 1);
        Optimizer optimizer = Adam.of(1e-3).createFor(model.parameters())) {
      TrainingStep step =
          new TrainingStep(
              model, new SoftmaxCrossEntropy(), optimizer, Clipping.byGlobalNorm(1), 1);
      run(device, step, 0);
      long held = device.arrays().bytesHeld();
      assertTrue(held > 0);
      for (int i = 1; i < 5; i++) {
        run(device, step, i);
        assertEquals(held, device.arrays().bytesHeld(), "after step " + i);
      }
    }
  }

  private static void run(CpuDevice device, TrainingStep step, int index) {
    try (Scope scope = device.scope()) {
      var tokens = scope.ints(9, 4);
      tokens.write(new int[36]);
      var lengths = scope.ints(4);
      lengths.write(9, 3, 1, 7);
      Targets targets = Targets.classes(scope, new int[] {0, 1, 0, 1});
      step.run(index, 1e-3, List.of(new Batch(Features.data(tokens, lengths), targets, 4, 20)));
    }
  }
}
