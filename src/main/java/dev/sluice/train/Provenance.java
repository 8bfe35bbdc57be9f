package dev.sluice.train;

import dev.sluice.argument.Require;
import dev.sluice.train.batch.BatchLoader;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The origin of a trained model. Checkpoints and model files contain it.
 *
 * @param version version of Sluice; {@code unknown} outside a jar
 * @param command the command line of the user, or empty
 * @param dataHash a hash of the training data or the {@link BatchLoader#fingerprint} of the
 *     training batches; or empty
 * @param device the device of the run, in one line
 * @param threads number of worker threads; 0 if not recorded
 * @param seed seed of the run
 * @param started when the run began; a resumed run keeps the time of its first start
 */
public record Provenance(
    String version,
    String command,
    String dataHash,
    String device,
    int threads,
    long seed,
    Instant started) {

  /** Checks that no value is null. */
  public Provenance {
    Require.present("version", version);
    Require.present("command", command);
    Require.present("dataHash", dataHash);
    Require.present("device", device);
    Require.present("started", started);
    Require.atLeast("threads", 0, threads);
  }

  /** The version of the jar that this class was loaded from, or {@code unknown}. */
  public static String currentVersion() {
    String version = Provenance.class.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }

  /** The entries as text by name, for the metadata of a file; {@link #fromMap} reads them back. */
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
   * Reads the entries that {@link #toMap} wrote.
   *
   * @throws IllegalArgumentException if an entry is missing or malformed
   */
  public static Provenance fromMap(Map<String, String> map) {
    Require.present("map", map);
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
