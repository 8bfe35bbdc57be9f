package dev.sluice.train;

import dev.sluice.train.batch.BatchLoader;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Where a trained model comes from; kept in checkpoints and model files.
 *
 * @param version of Sluice; {@code unknown} outside a jar
 * @param command what the user typed, or empty
 * @param dataHash what tells the training data from others, a hash or the {@link
 *     BatchLoader#fingerprint} of its batches; or empty
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

  /** As text by name, for the metadata of a file; {@link #fromMap} reads it back. */
  public Map<String, String> toMap() {
    Map<String, String> map = new LinkedHashMap<>();
    map.put("version", version);
    map.put("command", command);
    map.put("data_hash", dataHash);
    map.put("device", device);
    map.put("threads", Integer.toString(threads));
    map.put("seed", Long.toString(seed));
    map.put("started", started.toString());
    return map;
  }

  /**
   * The provenance that {@link #toMap} stated.
   *
   * @throws IllegalArgumentException if an entry is missing or not what it should be
   */
  public static Provenance fromMap(Map<String, String> map) {
    try {
      return new Provenance(
          required(map, "version"),
          required(map, "command"),
          required(map, "data_hash"),
          required(map, "device"),
          Integer.parseInt(required(map, "threads")),
          Long.parseLong(required(map, "seed")),
          Instant.parse(required(map, "started")));
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("provenance started: " + e.getMessage(), e);
    }
  }

  private static String required(Map<String, String> map, String key) {
    String value = map.get(key);
    if (value == null) {
      throw new IllegalArgumentException("provenance: expected " + key + ", found none");
    }
    return value;
  }
}
