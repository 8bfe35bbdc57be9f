package dev.sluice.model;

import dev.sluice.device.Parameter;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import dev.sluice.layer.Directions;
import dev.sluice.layer.Features;
import dev.sluice.layer.ForwardContext;
import dev.sluice.layer.Layer;
import dev.sluice.layer.Recurrent;
import dev.sluice.layer.RecurrentPass;
import dev.sluice.layer.RecurrentStates;
import dev.sluice.layer.Stateful;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Trains a model on long sequences in consecutive windows: truncated BPTT. Each training pass
 * starts from the final states of the one before, detached: the numbers are carried, no gradient
 * crosses. Row n of every window goes on with row n of the window before; a row that is shorter
 * than its window goes on from its own last step.
 *
 * <pre>{@code
 * try (StatefulModel windows = model.stateful(rows)) {
 *   TrainingResult result = Trainer.of(windows, loss).fit(SequenceBatches.inOrder(consecutive));
 * }
 * }</pre>
 *
 * <p>The first pass, and the first after {@link #restart}, starts from the recurrences' own initial
 * states, learned ones included; a {@code Trainer} restarts it at the beginning of each epoch, and
 * its checkpoints hold what is carried. Passes in inference neither read nor change what is
 * carried: there every window stands for itself, and {@link ModelStream} goes step by step.
 */
public final class StatefulModel implements Stateful, AutoCloseable {
  private final Model model;
  private final int batch;
  private final Scope owned;

  /** Of each recurrent layer, by its name. */
  private final Map<String, RecurrentStates> states = new LinkedHashMap<>();

  private boolean begun;

  StatefulModel(Model model, int batch) {
    if (batch < 1) {
      throw new IllegalArgumentException("stateful batch: expected at least 1, got " + batch);
    }
    this.model = model;
    this.batch = batch;
    for (int i = 0; i < model.layers().size(); i++) {
      requireForward(model, i);
    }
    this.owned = model.device().scope();
    try {
      for (int i = 0; i < model.layers().size(); i++) {
        if (model.layers().get(i) instanceof Recurrent recurrent) {
          states.put(model.spec().nameOf(i), recurrent.initialStates(batch, owned));
        }
      }
      if (states.isEmpty()) {
        throw new IllegalArgumentException(
            "stateful: expected a model with a recurrent layer, got none");
      }
    } catch (RuntimeException e) {
      owned.close();
      throw e;
    }
  }

  private static void requireForward(Model model, int i) {
    if (model.layers().get(i) instanceof Recurrent recurrent
        && recurrent.spec().directions() != Directions.FORWARD) {
      throw new IllegalArgumentException(
          "stateful: carried states and directions %s of %s do not go together, since a reverse"
                  .formatted(recurrent.spec().directions(), model.spec().nameOf(i))
              + " recurrence starts from the end of its sequence");
    }
  }

  /** The model whose parameters are trained. */
  public Model model() {
    return model;
  }

  /** N, the rows of every window. */
  public int batch() {
    return batch;
  }

  @Override
  public List<Parameter> parameters() {
    return model.parameters();
  }

  @Override
  public Pass forward(Features input, ForwardContext context) {
    if (!context.training()) {
      return model.forward(input, context);
    }
    int rows = input.values().shape().size(1);
    if (rows != batch) {
      throw new IllegalArgumentException(
          "window: expected %d rows, as in the windows before, got %d".formatted(batch, rows));
    }
    List<Pass> passes = new ArrayList<>();
    Map<String, RecurrentStates> ends = new LinkedHashMap<>();
    Features features = input;
    for (int i = 0; i < model.layers().size(); i++) {
      Layer layer = model.layers().get(i);
      String name = model.spec().nameOf(i);
      Pass pass =
          layer instanceof Recurrent recurrent
              ? recurrent.forward(features, begun ? copy(name, context.scope()) : null, context)
              : layer.forward(features, context);
      if (pass instanceof RecurrentPass recurrence) {
        ends.put(name, recurrence.finalStates());
      }
      passes.add(pass);
      features = pass.output();
    }
    ends.forEach((name, end) -> states.get(name).copyFrom(end));
    begun = true;
    return new StackPass(List.copyOf(passes));
  }

  /** A pass may still read what it started from when the next one writes what is carried. */
  private RecurrentStates copy(String name, Scope scope) {
    RecurrentStates copied =
        new RecurrentStates(
            states.get(name).states().stream()
                .map(
                    state ->
                        new RecurrentStates.State(
                            scope.floats(state.hidden().shape()),
                            state.cell() == null ? null : scope.floats(state.cell().shape())))
                .toList());
    copied.copyFrom(states.get(name));
    return copied;
  }

  /** By name: {@code 1.recurrent.h_l0}, {@code 1.recurrent.c_l0}, {@code 1.recurrent.h_l1}, ... */
  @Override
  public Map<String, Tensor> carried() {
    Map<String, Tensor> carried = new LinkedHashMap<>();
    states.forEach(
        (name, each) -> {
          for (int l = 0; l < each.count(); l++) {
            carried.put(name + ".h_l" + l, each.get(l).hidden());
            if (each.get(l).cell() != null) {
              carried.put(name + ".c_l" + l, each.get(l).cell());
            }
          }
        });
    return carried;
  }

  @Override
  public void carryOn() {
    begun = true;
  }

  @Override
  public void restart() {
    begun = false;
  }

  /** Frees what is carried; the model stays open. */
  @Override
  public void close() {
    owned.close();
  }
}
