package dev.sluice.train;

import java.time.Instant;
import java.util.Objects;

/**
 * Where a trained model comes from; kept in checkpoints and model files.
 *
 * @param version of Sluice; {@code unknown} outside a jar
 * @param command what the user typed, or empty
 * @param dataHash a hash of the training data, or empty
 * @param device what it was trained on, in one line
 * @param threads worker threads; 0 if not recorded
 * @param seed of the run
 * @param started when the run began, before any resumption
 */
public record Provenance(
    String version,
    String command,
    String dataHash,
    String device,
    int threads,
    long seed,
    Instant started) {

  /** Requires every value. */
  public Provenance {
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(command, "command");
    Objects.requireNonNull(dataHash, "dataHash");
    Objects.requireNonNull(device, "device");
    Objects.requireNonNull(started, "started");
    if (threads < 0) {
      throw new IllegalArgumentException("threads: expected 0 or more, got " + threads);
    }
  }

  /** The version of the jar that this class was loaded from, or {@code unknown}. */
  public static String currentVersion() {
    String version = Provenance.class.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }
}
