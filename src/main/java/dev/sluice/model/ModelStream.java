package dev.sluice.model;

import dev.sluice.argument.Require;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import dev.sluice.layer.FeatureShape;
import dev.sluice.layer.Features;
import dev.sluice.layer.ForwardContext;
import dev.sluice.layer.Layer;
import dev.sluice.layer.PoolingSpec;
import dev.sluice.layer.Recurrent;
import dev.sluice.layer.RecurrentStream;
import dev.sluice.sequence.PoolingKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Runs a model in inference one step at a time and carries the states of its recurrent layers. The
 * output after each step equals the output for the sequence up to this step. For use by one thread.
 */
public final class ModelStream implements AutoCloseable {
  /** Poolings whose result needs the current step only. */
  private static final List<List<PoolingKind>> WITHOUT_HISTORY =
      List.of(List.of(PoolingKind.LAST), List.of(PoolingKind.LAST_STEP));

  private final Model model;
  private final int batch;
  private final List<RecurrentStream> recurrences = new ArrayList<>();

  ModelStream(Model model, int batch) {
    this.model = model;
    this.batch = batch;
    try {
      for (int i = 0; i < model.layers().size(); i++) {
        requireStepwise(i);
        if (model.layers().get(i) instanceof Recurrent recurrent) {
          recurrences.add(recurrent.stream(batch));
        }
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void requireStepwise(int i) {
    if (model.spec().layers().get(i) instanceof PoolingSpec pooling
        && !WITHOUT_HISTORY.contains(pooling.poolings())) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "stream: %s needs the whole sequence: expected [LAST] or [LAST_STEP], got %s",
              model.spec().nameOf(i),
              pooling.poolings()));
    }
  }

  /**
   * Runs one step on one token per row.
   *
   * @param tokens {@code [N]}
   * @param scope owns the result, and closes it; the caller closes the scope
   * @return output of the model after this step: {@code [N, F]} with pooling, else {@code [1, N,
   *     F]}
   */
  public Tensor step(int[] tokens, Scope scope) {
    requireInput(FeatureShape.Kind.TOKENS);
    Require.present("scope", scope);
    requireLength("tokens", Require.present("tokens", tokens).length, batch);
    Tensor values = scope.ints(1, batch);
    values.write(tokens);
    return step(values, scope);
  }

  /**
   * Runs one step on one vector per row.
   *
   * @param features {@code [N, I]}, row-major
   * @param scope owns the result, and closes it; the caller closes the scope
   * @return output of the model after this step: {@code [N, F]} with pooling, else {@code [1, N,
   *     F]}
   */
  public Tensor step(float[] features, Scope scope) {
    requireInput(FeatureShape.Kind.SEQUENCE);
    Require.present("scope", scope);
    int size = model.spec().input().size();
    Require.present("features", features);
    requireLength("features", features.length, Math.multiplyExact(batch, size));
    Tensor values = scope.floats(1, batch, size);
    values.write(features);
    return step(values, scope);
  }

  private void requireInput(FeatureShape.Kind kind) {
    if (model.spec().input().kind() != kind) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "step: expected %s, got %s", model.spec().input(), kind));
    }
  }

  private static void requireLength(String name, int length, int expected) {
    if (length != expected) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s: expected %d values, got %d", name, expected, length));
    }
  }

  private Tensor step(Tensor input, Scope scope) {
    ForwardContext context = ForwardContext.inference(scope);
    Features features = Features.data(input, null);
    int recurrence = 0;
    for (Layer layer : model.layers()) {
      features =
          layer instanceof Recurrent
              ? Features.data(recurrences.get(recurrence++).step(features.values(), scope), null)
              : layer.forward(features, context).output();
    }
    return features.values();
  }

  /** Restarts from the initial states. */
  public void reset() {
    recurrences.forEach(RecurrentStream::reset);
  }

  @Override
  public void close() {
    recurrences.forEach(RecurrentStream::close);
  }
}
