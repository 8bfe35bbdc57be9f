package dev.sluice.train;

import dev.sluice.device.Shape;
import dev.sluice.torture.ByteMutator;
import dev.sluice.torture.ReaderTarget;
import dev.sluice.torture.SafetensorsMutator;
import dev.sluice.torture.Samples;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Fuzz targets: the reader of checkpoints. */
public final class CheckpointReaderTargets {
  private static final String[] WORDS = {
    "sluice-checkpoint-1",
    "sluice-checkpoint-3",
    "\\\"step\\\":",
    "\\\"epoch\\\":",
    "weights/",
    "optimizer/",
    "average/",
    "best/",
    "carried/",
    "\\\"history\\\":[",
    "\\\"bestEpoch\\\":",
    "provenance",
    "state",
    "settings"
  };

  private CheckpointReaderTargets() {}

  /** A checkpoint in the middle of an epoch. */
  public static List<ReaderTarget> all() {
    byte[] sample = Samples.of("checkpoint.safetensors", checkpoint()::write);
    return List.of(
        new ReaderTarget(
            "checkpoint",
            "checkpoint.safetensors",
            List.of(sample),
            new ByteMutator(WORDS).or(new SafetensorsMutator(WORDS)),
            Set.of(CheckpointException.class),
            Checkpoint::read));
  }

  private static Checkpoint checkpoint() {
    EpochMetrics epoch = new EpochMetrics(0, 0.3, 1 / 3.0, 0.4, 0.5, 7, 1e-9, 1e-3, 2);
    EpochSums sums = new EpochSums(Math.PI, 5, 8, 8.5, 70, Double.MIN_VALUE, 2, 1e-3, 0.25);
    return new Checkpoint(
        Map.of("model", "a small one"),
        new Provenance("1.2", "train", "ab12", "cpu", 2, 3, Instant.ofEpochSecond(1_000_000_000)),
        Map.of("vocabulary", "[]"),
        new RunState(1, 2, 6, sums, List.of(epoch), 0, Map.of("own", List.of(0.5))),
        Map.of(
            "weights/w", new SavedTensor(Shape.of(2, 1), new float[] {1, 2}),
            "optimizer/w.m", new SavedTensor(Shape.of(2, 1), new float[] {3, 4}),
            "best/w", new SavedTensor(Shape.of(2, 1), new float[] {5, 6})));
  }
}
