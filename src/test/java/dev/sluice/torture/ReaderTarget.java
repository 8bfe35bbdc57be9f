package dev.sluice.torture;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A reader of files that strangers may have written.
 *
 * @param name short, for reports and names of files
 * @param fileName what a file to read is called; its ending may decide how it is read
 * @param samples whole files that it accepts, to be damaged
 * @param mutator how they are damaged
 * @param refusals what it may throw for a file that it does not accept; nothing else
 * @param reading reads one file, and uses what it read as far as a bad file may show
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
