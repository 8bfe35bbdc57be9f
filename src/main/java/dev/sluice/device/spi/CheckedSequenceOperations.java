package dev.sluice.device.spi;

import dev.sluice.argument.Require;
import dev.sluice.device.DType;
import dev.sluice.device.RandomStream;
import dev.sluice.device.SequenceOperations;
import dev.sluice.device.Tensor;
import dev.sluice.sequence.PoolingKind;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Operations on sequences whose arguments are checked before a backend computes them, except the
 * values of index tensors, which only the backend sees.
 */
public final class CheckedSequenceOperations implements SequenceOperations {
  private final SequenceOperations backend;

  public CheckedSequenceOperations(SequenceOperations backend) {
    this.backend = backend;
  }

  @Override
  public void embed(Tensor tokens, Tensor table, Tensor y) {
    TensorChecks.shaped("tokens", tokens, DType.INT32, -1, -1);
    TensorChecks.shaped("table", table, DType.FLOAT32, -1, -1);
    requireRows("y", y, tokens, table);
    backend.embed(tokens, table, y);
  }

  @Override
  public void embedBackward(
      Tensor tokens, @Nullable Tensor lengths, int padding, Tensor dY, Tensor dTable) {
    TensorChecks.shaped("tokens", tokens, DType.INT32, -1, -1);
    TensorChecks.shaped("dTable", dTable, DType.FLOAT32, -1, -1);
    requireRows("dY", dY, tokens, dTable);
    Require.between("padding", -1, dTable.shape().size(0) - 1, padding);
    lengths(lengths, tokens.shape().size(1));
    backend.embedBackward(tokens, lengths, padding, dY, dTable);
  }

  private static void requireRows(String name, Tensor rows, Tensor tokens, Tensor table) {
    TensorChecks.shaped(
        name,
        rows,
        DType.FLOAT32,
        tokens.shape().size(0),
        tokens.shape().size(1),
        table.shape().size(1));
  }

  @Override
  public void dropTokens(
      Tensor tokens, float rate, int padding, int replacement, RandomStream stream, Tensor target) {
    TensorChecks.shaped("tokens", tokens, DType.INT32, -1, -1);
    TensorChecks.shaped(
        "target", target, DType.INT32, tokens.shape().size(0), tokens.shape().size(1));
    Require.share("rate", rate);
    Require.between("padding", -1, Integer.MAX_VALUE, padding);
    Require.between("replacement", 0, Integer.MAX_VALUE, replacement);
    Require.present("stream", stream);
    backend.dropTokens(tokens, rate, padding, replacement, stream, target);
  }

  @Override
  public void pool(
      PoolingKind pooling,
      Tensor x,
      @Nullable Tensor lengths,
      Tensor y,
      int offset,
      @Nullable Tensor argmax) {
    pooling(pooling, "x", x, lengths, "y", y, offset, argmax);
    backend.pool(pooling, x, lengths, y, offset, argmax);
  }

  @Override
  public void poolBackward(
      PoolingKind pooling,
      Tensor dY,
      int offset,
      @Nullable Tensor lengths,
      @Nullable Tensor argmax,
      Tensor dX) {
    pooling(pooling, "dX", dX, lengths, "dY", dY, offset, argmax);
    backend.poolBackward(pooling, dY, offset, lengths, argmax, dX);
  }

  /**
   * @param sequenceName {@code x} or {@code dX}
   * @param vectorsName {@code y} or {@code dY}
   */
  private static void pooling(
      PoolingKind kind,
      String sequenceName,
      Tensor sequence,
      @Nullable Tensor lengths,
      String vectorsName,
      Tensor vectors,
      int offset,
      @Nullable Tensor argmax) {
    Require.present("pooling", kind);
    TensorChecks.shaped(sequenceName, sequence, DType.FLOAT32, -1, -1, -1);
    int batch = sequence.shape().size(1);
    int features = sequence.shape().size(2);
    TensorChecks.shaped(vectorsName, vectors, DType.FLOAT32, batch, -1);
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
    argmax(kind, argmax, batch, features);
    lengths(lengths, batch);
  }

  private static void argmax(PoolingKind kind, @Nullable Tensor argmax, int batch, int features) {
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

  private static void lengths(@Nullable Tensor lengths, int batch) {
    if (lengths != null) {
      lengths.require("lengths", DType.INT32, batch);
    }
  }
}
