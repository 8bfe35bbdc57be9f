package dev.sluice.model;

import static java.util.Objects.requireNonNull;

import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import dev.sluice.layer.Features;
import dev.sluice.layer.ForwardContext;
import dev.sluice.layer.Layer;
import dev.sluice.layer.Recurrent;
import dev.sluice.layer.RecurrentPass;
import dev.sluice.layer.RecurrentStates;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Runs a model over consecutive windows of N rows and carries the states from window to window. */
final class WindowStates implements AutoCloseable {
  private final Model model;
  private final int rows;
  private final Scope owned;

  /** The states of each recurrent layer, by its name. */
  private final Map<String, RecurrentStates> states = new LinkedHashMap<>();

  private boolean started;

  WindowStates(Model model, int rows) {
    this.model = model;
    this.rows = rows;
    this.owned = model.device().scope();
    try {
      for (int i = 0; i < model.layers().size(); i++) {
        if (model.layers().get(i) instanceof Recurrent recurrent) {
          states.put(model.spec().nameOf(i), recurrent.initialStates(rows, owned));
        }
      }
    } catch (RuntimeException e) {
      owned.close();
      throw e;
    }
  }

  Layer.Pass forward(Features input, ForwardContext context) {
    int given = input.values().shape().size(1);
    if (given != rows) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "window: expected %d rows, as in the windows before, got %d",
              rows,
              given));
    }
    List<Layer.Pass> passes = new ArrayList<>();
    Map<String, RecurrentStates> ends = new LinkedHashMap<>();
    Features features = input;
    for (int i = 0; i < model.layers().size(); i++) {
      Layer layer = model.layers().get(i);
      String name = model.spec().nameOf(i);
      Layer.Pass pass =
          layer instanceof Recurrent recurrent
              ? recurrent.forward(features, started ? copy(name, context.scope()) : null, context)
              : layer.forward(features, context);
      if (pass instanceof RecurrentPass recurrence) {
        ends.put(name, recurrence.finalStates());
      }
      passes.add(pass);
      features = pass.output();
    }
    ends.forEach((name, end) -> requireNonNull(states.get(name), name).copyFrom(end));
    started = true;
    return new ModelPass(List.copyOf(passes));
  }

  /**
   * A copy, since a pass may still read its initial states when the next pass writes the carried
   * ones.
   */
  private RecurrentStates copy(String name, Scope scope) {
    RecurrentStates carried = of(name);
    RecurrentStates copied =
        new RecurrentStates(
            carried.states().stream()
                .map(
                    state ->
                        new RecurrentStates.State(
                            scope.floats(Objects.requireNonNull(state.hidden()).shape()),
                            state.cell() == null ? null : scope.floats(state.cell().shape())))
                .toList());
    copied.copyFrom(carried);
    return copied;
  }

  private RecurrentStates of(String name) {
    return Objects.requireNonNull(states.get(name), name);
  }

  /** The tensors by name: {@code 1.recurrent.h_l0}, {@code 1.recurrent.c_l0}, ... */
  Map<String, Tensor> tensors() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    states.forEach(
        (name, each) -> {
          for (int l = 0; l < each.count(); l++) {
            tensors.put(name + ".h_l" + l, each.get(l).hidden());
            if (each.get(l).cell() != null) {
              tensors.put(name + ".c_l" + l, each.get(l).cell());
            }
          }
        });
    return tensors;
  }

  /** Whether the next window starts from the carried states, or else from the initial states. */
  void setStarted(boolean started) {
    this.started = started;
  }

  @Override
  public void close() {
    owned.close();
  }
}
