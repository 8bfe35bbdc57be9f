package dev.sluice.train;

import dev.sluice.data.EncodedTexts;
import dev.sluice.data.SequenceBatch;
import dev.sluice.data.SequenceTargets;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** SHA-256 of training data as the model sees it. */
final class DataHash {
  private DataHash() {}

  /** Over label, length and tokens of each text, in order. */
  static String of(EncodedTexts texts) {
    MessageDigest digest = sha256();
    for (int i = 0; i < texts.size(); i++) {
      int[] tokens = texts.tokens(i);
      addInts(digest, texts.label(i), tokens.length);
      addInts(digest, tokens);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Over sizes, lengths, inputs and targets of each batch, in order. */
  static String of(List<SequenceBatch> batches) {
    MessageDigest digest = sha256();
    for (SequenceBatch batch : batches) {
      addInts(digest, batch.timesteps(), batch.batchSize(), batch.features());
      addInts(digest, batch.lengths());
      addFloats(digest, batch.inputs());
      SequenceTargets targets = batch.targets();
      digest.update(targets.getClass().getSimpleName().getBytes(StandardCharsets.UTF_8));
      if (targets instanceof SequenceTargets.ClassIds classes) {
        addInts(digest, classes.ids());
      } else if (targets instanceof SequenceTargets.StepClassIds classes) {
        addInts(digest, classes.ids());
      } else if (targets instanceof SequenceTargets.Values values) {
        addFloats(digest, values.values());
      } else if (targets instanceof SequenceTargets.StepValues values) {
        addFloats(digest, values.values());
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void addInts(MessageDigest digest, int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Integer.BYTES);
    bytes.asIntBuffer().put(values);
    digest.update(bytes);
  }

  private static void addFloats(MessageDigest digest, float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
