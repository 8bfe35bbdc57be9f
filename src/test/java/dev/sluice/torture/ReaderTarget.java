package dev.sluice.torture;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A fuzzing target: a reader of untrusted files.
 *
 * @param name short name, for reports and file names
 * @param fileName name of the file; its extension may decide how it is read
 * @param samples valid files to damage
 * @param mutator damages the samples
 * @param refusals the only exceptions that it may throw for a refused file
 * @param reading reads one file, and uses the result to expose faults
 */
public record ReaderTarget(
    String name,
    String fileName,
    List<byte[]> samples,
    Mutator mutator,
    Set<Class<? extends Exception>> refusals,
    Reading reading) {

  /** Reads one file. */
  @FunctionalInterface
  public interface Reading {
    /** Returns if the file is accepted. */
    void read(Path file) throws Exception;
  }

  public ReaderTarget {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(fileName, "fileName");
    samples = List.copyOf(samples);
    Objects.requireNonNull(mutator, "mutator");
    refusals = Set.copyOf(refusals);
    Objects.requireNonNull(reading, "reading");
    if (samples.isEmpty()) {
      throw new IllegalArgumentException(name + ": expected samples, got none");
    }
  }
}
