package dev.sluice.model;

import dev.sluice.argument.Require;
import dev.sluice.device.Parameter;
import dev.sluice.device.Tensor;
import dev.sluice.layer.DirectionMode;
import dev.sluice.layer.Features;
import dev.sluice.layer.ForwardContext;
import dev.sluice.layer.Recurrent;
import dev.sluice.layer.Stateful;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Trains a model on consecutive windows of long sequences: truncated backpropagation through time.
 * Each training pass starts from the final states of the pass before. The states are detached:
 * their values are carried, but no gradient flows back. Row n of each window continues row n of the
 * window before; a row that is shorter than its window continues from its own last step.
 *
 * <pre>{@code
 * try (StatefulModel windows = model.stateful(rows)) {
 *   TrainingResult result =
 *       Trainer.of(windows, loss)
 *           .fit(SequenceLoader.consecutive(training), SequenceLoader.consecutive(validation));
 * }
 * }</pre>
 *
 * <p>The first pass, and the first pass after {@link #resetStates}, starts from the model's initial
 * states, also from learned ones. A {@code Trainer} calls {@code resetStates} at the start of each
 * epoch, and its checkpoints contain the carried states. Validation carries its own states from
 * window to window, see {@link #inference}. A single {@link #forward} in inference mode neither
 * reads nor changes the carried states. For single steps use {@link ModelStream}.
 */
public final class StatefulModel implements Stateful, AutoCloseable {
  private final Model model;
  private final int batch;
  private final WindowStates states;

  StatefulModel(Model model, int batch) {
    Require.atLeast("stateful batch", 1, batch);
    requireForward(model);
    this.model = model;
    this.batch = batch;
    this.states = new WindowStates(model, batch);
  }

  private static void requireForward(Model model) {
    boolean recurrent = false;
    for (int i = 0; i < model.layers().size(); i++) {
      if (model.layers().get(i) instanceof Recurrent layer) {
        requireForward(layer.spec().directions(), model.spec().nameOf(i));
        recurrent = true;
      }
    }
    if (!recurrent) {
      throw new IllegalArgumentException(
          "stateful: expected a model with a recurrent layer, got none");
    }
  }

  private static void requireForward(DirectionMode directions, String name) {
    if (directions != DirectionMode.FORWARD) {
      throw new IllegalArgumentException(
          String.format(
                  Locale.ROOT,
                  "stateful: carried states need a forward recurrence, got directions %s of %s: a reverse",
                  directions,
                  name)
              + " recurrence starts from the end of its sequence");
    }
  }

  /** The model whose parameters are trained. */
  public Model model() {
    return model;
  }

  /** N, the number of rows of every training window. */
  public int batch() {
    return batch;
  }

  @Override
  public List<Parameter> parameters() {
    return model.parameters();
  }

  @Override
  public Pass forward(Features input, ForwardContext context) {
    return context.training() ? states.forward(input, context) : model.forward(input, context);
  }

  /** By name: {@code 1.recurrent.h_l0}, {@code 1.recurrent.c_l0}, {@code 1.recurrent.h_l1}, ... */
  @Override
  public Map<String, Tensor> carried() {
    return states.tensors();
  }

  @Override
  public void carryOn() {
    states.setStarted(true);
  }

  @Override
  public void resetStates() {
    states.setStarted(false);
  }

  /**
   * The windows may have any number of rows N, but all the same; {@link #batch} is for training.
   */
  @Override
  public Inference inference() {
    return new WindowedInference(model);
  }

  /** Frees the carried states; the model stays open. */
  @Override
  public void close() {
    states.close();
  }

  /** One line that describes this; works after {@link #close} too. */
  @Override
  public String toString() {
    return "windows of " + batch + " rows through " + model;
  }
}
