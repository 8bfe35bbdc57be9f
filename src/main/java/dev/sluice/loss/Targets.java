package dev.sluice.loss;

import dev.sluice.argument.Require;
import dev.sluice.device.DType;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The targets of a batch on a device: class ids or values.
 *
 * @param values class ids {@code INT32}, one per row of the predictions, where -1 is not counted;
 *     or values {@code FLOAT32} of the predictions' shape
 * @param mask for {@code FLOAT32} values, {@code INT32} with one number per row, where 0 is not
 *     counted; or null if all rows count
 * @param counted number of rows that count; it weights the gradients of partial batches
 * @param labels the class ids in host memory; null for values, or if only the device has the class
 *     ids. A loss with class weights then reads them and waits for the device
 */
public record Targets(
    Tensor values, @Nullable Tensor mask, int counted, @Nullable ClassLabels labels) {

  /** Targets whose labels are on the device only. */
  public Targets(Tensor values, @Nullable Tensor mask, int counted) {
    this(values, mask, counted, null);
  }

  /** Checks the element types. */
  public Targets {
    Require.present("targets values", values);
    if (mask != null && (mask.dtype() != DType.INT32 || values.dtype() != DType.FLOAT32)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "targets mask: expected INT32 with FLOAT32 values, got %s with %s",
              mask.layout(),
              values.layout()));
    }
    Require.atLeast("targets counted", 0, counted);
  }

  /**
   * One class per row, {@code INT32 [N]}.
   *
   * @param scope owns the tensor, and closes it; the caller closes the scope
   * @param labels 0 to C-1; -1 is not counted
   */
  public static Targets classes(Scope scope, int... labels) {
    Require.present("scope", scope);
    Require.present("labels", labels);
    return ofClasses(scope.ints(labels.length), labels);
  }

  /**
   * One class per step of each row, {@code INT32 [T, N]}.
   *
   * @param scope owns the tensor, and closes it; the caller closes the scope
   * @param timesteps T of the predictions
   * @param labels {@code labels[n][t]}, 0 to C-1; -1 is not counted. Rows may be shorter than T;
   *     the missing steps are not counted
   */
  public static Targets classesPerStep(Scope scope, int timesteps, int[][] labels) {
    Require.present("scope", scope);
    Require.present("labels", labels);
    int[] timeMajor = new int[Math.multiplyExact(timesteps, labels.length)];
    Arrays.fill(timeMajor, -1);
    for (int n = 0; n < labels.length; n++) {
      if (labels[n].length > timesteps) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "labels: expected at most %d steps, got %d in row %d",
                timesteps,
                labels[n].length,
                n));
      }
      for (int t = 0; t < labels[n].length; t++) {
        timeMajor[t * labels.length + n] = labels[n][t];
      }
    }
    return ofClasses(scope.ints(timesteps, labels.length), timeMajor);
  }

  private static Targets ofClasses(Tensor values, int... ids) {
    values.write(ids);
    ClassLabels labels = ClassLabels.of(ids);
    return new Targets(values, null, labels.counted(), labels);
  }

  /**
   * Values of the predictions' shape; every row counts.
   *
   * @param scope owns the tensor, and closes it; the caller closes the scope
   * @param values row-major
   * @param sizes sizes of the predictions' dimensions
   */
  public static Targets values(Scope scope, float[] values, int... sizes) {
    Require.present("scope", scope);
    Require.present("values", values);
    Tensor tensor = scope.floats(sizes);
    tensor.write(values);
    return new Targets(tensor, null, tensor.shape().rows());
  }

  /**
   * These values with a mask, one number per row: rows with 0 do not count. The scope owns the
   * mask.
   */
  public Targets withMask(Scope scope, int... mask) {
    if (mask.length != values.shape().rows()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "targets mask: expected %d numbers, one per row of %s, got %d",
              values.shape().rows(),
              values.layout(),
              mask.length));
    }
    Tensor tensor = scope.ints(mask.length);
    tensor.write(mask);
    int counted = 0;
    for (int m : mask) {
      counted += m != 0 ? 1 : 0;
    }
    return new Targets(values, tensor, counted);
  }

  /** Checks class ids against predictions. */
  void requireClassesFor(Tensor predictions) {
    requirePredictions(predictions);
    if (values.dtype() != DType.INT32 || values.shape().elements() != predictions.shape().rows()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "targets: expected %d class ids INT32, one per row of the predictions %s, got %s",
              predictions.shape().rows(),
              predictions.layout(),
              values.layout()));
    }
  }

  /** Checks values against predictions. */
  void requireValuesFor(Tensor predictions) {
    requirePredictions(predictions);
    values.require("targets", DType.FLOAT32, predictions.shape().sizes());
    if (mask != null && mask.shape().elements() != predictions.shape().rows()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "targets mask: expected %d numbers, one per row of the predictions %s, got %s",
              predictions.shape().rows(),
              predictions.layout(),
              mask.layout()));
    }
  }

  private static void requirePredictions(Tensor predictions) {
    if (predictions.dtype() != DType.FLOAT32 || predictions.shape().rank() < 2) {
      throw new IllegalArgumentException(
          "predictions: expected FLOAT32 [rows..., columns], got " + predictions.layout());
    }
  }
}
