package dev.sluice.app.sentiment;

import dev.sluice.data.TokenizedSplits;
import dev.sluice.device.Device;
import dev.sluice.train.Provenance;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Where a model comes from. It names no time and no folder, so that equal runs save equal files.
 *
 * @param version of Sluice
 * @param data what was learned from
 * @param dataSha256 digest of it
 * @param initialModel name and digest of the model that it started from; null for random weights
 * @param device what computed
 * @param threads that worked
 * @param seed of the run
 */
record Origin(
    String version,
    String data,
    String dataSha256,
    String initialModel,
    String device,
    int threads,
    long seed) {

  static Origin of(Device device, TokenizedSplits splits, RunDescription run) {
    return new Origin(
        Provenance.currentVersion(),
        splits.source(),
        splits.sha256(),
        run.initFrom() == null
            ? null
            : PathRedaction.of(Path.of(run.initFrom())) + ", sha256 " + run.initFromSha256(),
        device.description(),
        run.compute().threads(),
        run.settings().training().seed());
  }

  /** For the checkpoints of a run that begins now. */
  Provenance provenance(String command) {
    return new Provenance(version, command, dataSha256, device, threads, seed, Instant.now());
  }
}
