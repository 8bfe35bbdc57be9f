package dev.sluice.model;

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
 * Trains a model on long sequences in consecutive windows: truncated BPTT. Each training pass
 * starts from the final states of the one before, detached: the numbers are carried, no gradient
 * crosses. Row n of every window goes on with row n of the window before; a row that is shorter
 * than its window goes on from its own last step.
 *
 * <pre>{@code
 * try (StatefulModel windows = model.stateful(rows)) {
 *   TrainingResult result =
 *       Trainer.of(windows, loss)
 *           .fit(SequenceLoader.consecutive(training), SequenceLoader.consecutive(validation));
 * }
 * }</pre>
 *
 * <p>The first pass, and the first after {@link #resetStates}, starts from the recurrences' own
 * initial states, learned ones included; a {@code Trainer} resets them at the beginning of each
 * epoch, and its checkpoints hold what is carried. Validation carries states of its own from window
 * to window, see {@link #inference}. A single {@link #forward} in inference mode stands for itself:
 * it neither reads nor changes what is carried; {@link ModelStream} goes step by step.
 */
public final class StatefulModel implements Stateful, AutoCloseable {
  private final Model model;
  private final int batch;
  private final WindowStates states;

  StatefulModel(Model model, int batch) {
    if (batch < 1) {
      throw new IllegalArgumentException("stateful batch: expected at least 1, got " + batch);
    }
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
                  "stateful: carried states and directions %s of %s do not go together, since a reverse",
                  directions,
                  name)
              + " recurrence starts from the end of its sequence");
    }
  }

  /** The model whose parameters are trained. */
  public Model model() {
    return model;
  }

  /** N, the rows of every training window. */
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
    states.setBegun(true);
  }

  @Override
  public void resetStates() {
    states.setBegun(false);
  }

  /** Windows of any number of rows, the same in all of them; {@link #batch} is training's. */
  @Override
  public Inference inference() {
    return new WindowedInference(model);
  }

  /** Frees what is carried; the model stays open. */
  @Override
  public void close() {
    states.close();
  }

  /** One line for people; of a closed model too. */
  @Override
  public String toString() {
    return "windows of " + batch + " rows through " + model;
  }
}
