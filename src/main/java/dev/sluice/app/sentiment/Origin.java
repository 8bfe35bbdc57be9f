package dev.sluice.app.sentiment;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.sluice.data.TokenizedSplits;
import dev.sluice.device.Device;
import dev.sluice.train.Provenance;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The origin of a model, as files state it.
 *
 * @param run the training run
 * @param data the training data
 * @param initialModel name and digest of the model that it started from; null for random weights
 */
record Origin(Provenance run, String data, @Nullable String initialModel) {

  /** Of the model of a run that begins now. */
  static Origin of(Device device, TokenizedSplits splits, RunDescription run, String command) {
    return new Origin(
        new Provenance(
            Provenance.currentVersion(),
            command,
            splits.sha256(),
            device.description(),
            run.compute().threads(),
            run.settings().training().seed(),
            Instant.now()),
        splits.source(),
        run.initFrom() == null
            ? null
            : PathRedaction.of(Path.of(run.initFrom())) + ", sha256 " + run.initFromSha256());
  }

  /** For files. It has no time and no command line, so that equal runs save equal files. */
  @JsonValue
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("version", run.version());
    map.put("data", data);
    map.put("dataSha256", run.dataHash());
    map.put("initialModel", initialModel);
    map.put("device", run.device());
    map.put("threads", run.threads());
    map.put("seed", run.seed());
    return map;
  }
}
