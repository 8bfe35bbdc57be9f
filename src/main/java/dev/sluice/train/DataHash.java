package dev.sluice.train;

import dev.sluice.data.EncodedTexts;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of training data as the model sees it. */
final class DataHash {
  private DataHash() {}

  /** Over label, length and tokens of each text, in order. */
  static String of(EncodedTexts texts) {
    MessageDigest digest = sha256();
    for (int i = 0; i < texts.size(); i++) {
      int[] tokens = texts.tokens(i);
      ByteBuffer bytes = ByteBuffer.allocate((tokens.length + 2) * Integer.BYTES);
      bytes.putInt(texts.label(i)).putInt(tokens.length);
      bytes.asIntBuffer().put(tokens);
      digest.update(bytes.rewind());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
