package dev.sluice.safetensors;

import dev.sluice.torture.ByteMutator;
import dev.sluice.torture.ReaderTarget;
import dev.sluice.torture.SafetensorsMutator;
import dev.sluice.torture.Samples;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Fuzz targets: the reader of safetensors files. */
public final class SafetensorsReaderTargets {
  private static final String[] WORDS = {
    "F64",
    "F32",
    "F16",
    "BF16",
    "I64",
    "I32",
    "I8",
    "U8",
    "BOOL",
    "C64",
    "F8_E4M3",
    "\"dtype\":",
    "\"shape\":",
    "\"data_offsets\":",
    "\"__metadata__\":{",
    "[0,0]",
    "[2147483647,2147483647]"
  };

  private SafetensorsReaderTargets() {}

  /** Files with a tensor of each type that is written here. */
  public static List<ReaderTarget> all() {
    byte[] sample = Samples.of("x.safetensors", SafetensorsReaderTargets::write);
    return List.of(
        new ReaderTarget(
            "safetensors",
            "x.safetensors",
            List.of(sample),
            new ByteMutator(WORDS).or(new SafetensorsMutator(WORDS)),
            Set.of(SafetensorsException.class),
            SafetensorsReaderTargets::read));
  }

  private static void write(Path file) {
    new SafetensorsWriter()
        .withMetadata("format", "pt")
        .withFloats("a", new float[] {1, 2, 3, 4, 5, 6}, 2, 3)
        .withFloat16("half", new float[] {1, 2}, 2)
        .withBfloat16("brain", new float[] {1, 2}, 2)
        .withDoubles("d", new double[] {1}, 1, 1)
        .withLongs("l", new long[] {1, 2}, 2)
        .withInts("none", new int[0], 0, 5)
        .write(file);
  }

  private static void read(Path path) {
    SafetensorsFile file = SafetensorsFile.read(path);
    for (String name : file.names()) {
      switch (file.info(name).dtype()) {
        case F64, F32, F16, BF16 -> file.doubles(name);
        case I64, I32 -> file.longs(name);
        default -> file.info(name).elementCount();
      }
    }
  }
}
