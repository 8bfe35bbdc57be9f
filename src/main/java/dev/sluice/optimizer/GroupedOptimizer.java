package dev.sluice.optimizer;

import dev.sluice.argument.Require;
import dev.sluice.device.DType;
import dev.sluice.device.Parameter;
import dev.sluice.device.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An optimizer that applies one update rule to the parameters of several groups. */
final class GroupedOptimizer implements Optimizer {
  private final UpdateRule rule;
  private final double learningRate;
  private final List<Slot> slots = new ArrayList<>();
  private final Map<String, Tensor> states = new LinkedHashMap<>();
  private long steps;

  /** A parameter with the settings of its group and its optimizer states. */
  private record Slot(
      Parameter parameter, double rateFactor, double weightDecay, List<Tensor> states) {}

  GroupedOptimizer(
      UpdateRule rule, List<String> stateNames, OptimizerSpec spec, List<ParameterGroup> groups) {
    this.rule = rule;
    this.learningRate = spec.learningRate();
    requireDistinct(groups);
    try {
      allocate(stateNames, spec.weightDecay(), groups);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void allocate(List<String> stateNames, double weightDecay, List<ParameterGroup> groups) {
    for (ParameterGroup group : groups) {
      double decay = group.weightDecay() == null ? weightDecay : group.weightDecay();
      for (Parameter parameter : group.parameters()) {
        List<Tensor> own = new ArrayList<>();
        for (String name : stateNames) {
          Tensor state = like(parameter.value());
          own.add(state);
          states.put(parameter.name() + "." + name, state);
          state.device().elementwise().fill(state, 0);
        }
        slots.add(new Slot(parameter, group.learningRateFactor(), decay, List.copyOf(own)));
      }
    }
  }

  private static void requireDistinct(List<ParameterGroup> groups) {
    Set<String> names = new HashSet<>();
    for (ParameterGroup group : groups) {
      for (Parameter parameter : group.parameters()) {
        if (!names.add(parameter.name())) {
          throw new IllegalArgumentException(
              "groups: expected each parameter once, got " + parameter.name() + " again");
        }
      }
    }
  }

  private static Tensor like(Tensor tensor) {
    return tensor.device().allocate(DType.FLOAT32, tensor.shape());
  }

  @Override
  public List<Parameter> parameters() {
    return slots.stream().map(Slot::parameter).toList();
  }

  @Override
  public double learningRate() {
    return learningRate;
  }

  @Override
  public void step(double learningRate, @Nullable Tensor scale) {
    Require.nonNegative("learningRate", learningRate);
    slots.forEach(slot -> Require.nonNegative("learningRate", learningRate * slot.rateFactor));
    try (TrainingLock exclusive = new TrainingLock(parameters())) {
      stepAlone(learningRate, scale);
    }
  }

  private void stepAlone(double learningRate, @Nullable Tensor scale) {
    steps++;
    for (Slot slot : slots) {
      if (slot.parameter.trainable()) {
        rule.apply(
            slot.parameter.value().device().updates(),
            new UpdateRule.Update(
                slot.parameter,
                slot.states,
                scale,
                (float) (learningRate * slot.rateFactor),
                (float) slot.weightDecay,
                steps));
      }
    }
  }

  @Override
  public long steps() {
    return steps;
  }

  @Override
  public Map<String, Tensor> state() {
    return Collections.unmodifiableMap(states);
  }

  @Override
  public void restore(long steps) {
    Require.atLeast("steps", 0, steps);
    this.steps = steps;
  }

  @Override
  public void close() {
    states.values().forEach(Tensor::close);
  }
}
