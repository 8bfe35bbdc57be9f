package dev.sluice.device.spi;

import dev.sluice.device.DType;
import dev.sluice.device.SequenceOperations;
import dev.sluice.device.Tensor;
import dev.sluice.sequence.PoolingKind;
import java.util.Locale;

/**
 * Argument checks of {@link SequenceOperations} for backends. The values of index tensors are not
 * checked here, because only the device sees them. Each check throws an {@link
 * IllegalArgumentException} that names the argument, the expected and the actual value.
 */
public final class SequenceChecks {

  private SequenceChecks() {}

  /** Checks the arguments of {@link SequenceOperations#embed}. */
  public static void embed(Tensor tokens, Tensor table, Tensor y) {
    tokens.require("tokens", DType.INT32, -1, -1);
    table.require("table", DType.FLOAT32, -1, -1);
    requireRows("y", y, tokens, table);
  }

  /** Checks the arguments of {@link SequenceOperations#embedBackward}. */
  public static void embedBackward(
      Tensor tokens, Tensor lengths, int padding, Tensor dY, Tensor dTable) {
    tokens.require("tokens", DType.INT32, -1, -1);
    dTable.require("dTable", DType.FLOAT32, -1, -1);
    requireRows("dY", dY, tokens, dTable);
    ArgumentChecks.within("padding", padding, -1, dTable.shape().size(0) - 1);
    lengths(lengths, tokens.shape().size(1));
  }

  private static void requireRows(String name, Tensor rows, Tensor tokens, Tensor table) {
    rows.require(
        name, DType.FLOAT32, tokens.shape().size(0), tokens.shape().size(1), table.shape().size(1));
  }

  /** Checks the arguments of {@link SequenceOperations#dropTokens}. */
  public static void dropTokens(
      Tensor tokens, float rate, int padding, int replacement, Tensor target) {
    tokens.require("tokens", DType.INT32, -1, -1);
    target.require("target", DType.INT32, tokens.shape().size(0), tokens.shape().size(1));
    if (!(rate >= 0 && rate <= 1)) {
      throw new IllegalArgumentException("rate: expected 0 to 1, got " + rate);
    }
    ArgumentChecks.within("padding", padding, -1, Integer.MAX_VALUE);
    ArgumentChecks.within("replacement", replacement, 0, Integer.MAX_VALUE);
  }

  /**
   * Checks the arguments of {@link SequenceOperations#pool} and {@link
   * SequenceOperations#poolBackward}.
   *
   * @param sequenceName {@code x} or {@code dX}
   * @param vectorsName {@code y} or {@code dY}
   */
  public static void pool(
      PoolingKind kind,
      String sequenceName,
      Tensor sequence,
      Tensor lengths,
      String vectorsName,
      Tensor vectors,
      int offset,
      Tensor argmax) {
    sequence.require(sequenceName, DType.FLOAT32, -1, -1, -1);
    int batch = sequence.shape().size(1);
    int features = sequence.shape().size(2);
    vectors.require(vectorsName, DType.FLOAT32, batch, -1);
    int columns = vectors.shape().size(1);
    if (offset < 0 || offset > columns - features) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "offset: expected room for %d features in %d columns, got %d",
              features,
              columns,
              offset));
    }
    requireArgmax(kind, argmax, batch, features);
    lengths(lengths, batch);
  }

  private static void requireArgmax(PoolingKind kind, Tensor argmax, int batch, int features) {
    if (kind == PoolingKind.MAX && argmax != null) {
      argmax.require("argmax", DType.INT32, batch, features);
    } else if (kind == PoolingKind.MAX || argmax != null) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "argmax: expected %s for %s, got %s",
              kind == PoolingKind.MAX ? "a tensor" : "null",
              kind,
              argmax == null ? "null" : argmax.layout()));
    }
  }

  private static void lengths(Tensor lengths, int batch) {
    if (lengths != null) {
      lengths.require("lengths", DType.INT32, batch);
    }
  }
}
