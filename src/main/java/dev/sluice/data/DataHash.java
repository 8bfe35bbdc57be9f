package dev.sluice.data;

import dev.sluice.argument.Require;
import dev.sluice.file.Sha256;
import java.util.List;

/**
 * Hashes data as a model sees it, with SHA-256 in lower-case hex. Equal numbers give equal hashes,
 * even if they come from different files.
 */
public final class DataHash {
  private DataHash() {}

  /** The hash of label, length and tokens of each text, in order. */
  public static String of(EncodedTexts texts) {
    Require.present("texts", texts);
    Sha256 digest = new Sha256();
    for (int i = 0; i < texts.size(); i++) {
      int[] tokens = texts.tokens(i);
      digest.add(texts.label(i), tokens.length).add(tokens);
    }
    return digest.hex();
  }

  /** The hash of sizes, lengths, inputs and targets of each batch, in order. */
  public static String of(List<SequenceBatch> batches) {
    Require.present("batches", batches);
    Sha256 digest = new Sha256();
    for (SequenceBatch batch : batches) {
      digest.add(batch.timesteps(), batch.batchSize(), batch.features());
      digest.add(batch.lengths()).add(batch.inputs());
      add(digest, batch.targets());
    }
    return digest.hex();
  }

  private static void add(Sha256 digest, SequenceTargets targets) {
    digest.add(targets.getClass().getSimpleName());
    if (targets instanceof SequenceTargets.ClassIds classes) {
      digest.add(classes.ids());
    } else if (targets instanceof SequenceTargets.StepClassIds classes) {
      digest.add(classes.ids());
    } else if (targets instanceof SequenceTargets.Values values) {
      digest.add(values.values());
    } else if (targets instanceof SequenceTargets.StepValues values) {
      digest.add(values.values());
    }
  }
}
