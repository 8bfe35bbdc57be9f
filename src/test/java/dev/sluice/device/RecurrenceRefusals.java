package dev.sluice.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.cell.Lstm;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests of refused arguments that every device must pass. The message names the argument. */
public abstract class RecurrenceRefusals extends DeviceTest {
  private static final String REPRESENTATIVES = "dev.sluice.device.RecurrenceCases#representatives";

  @ParameterizedTest
  @MethodSource(REPRESENTATIVES)
  void runsBackwardOnceAndOnlyIfTheForwardPassKeptItsValues(RecurrenceCase form) {
    RecurrenceProblem problem = new RecurrenceProblem(form);
    try (RecurrenceFixture fixture = new RecurrenceFixture(device, problem)) {
      try (RecurrencePass pass = fixture.forward(RecurrencePlan.Keep.OUTPUTS)) {
        assertThrows(
            IllegalStateException.class, () -> pass.backward(fixture.upstream, fixture.gradients));
      }
      try (RecurrencePass pass = fixture.forward(RecurrencePlan.Keep.FOR_BACKWARD)) {
        pass.backward(fixture.upstream, fixture.gradients);
        float[] once = fixture.gradients.dH0().floats();
        assertThrows(
            IllegalStateException.class, () -> pass.backward(fixture.upstream, fixture.gradients));
        assertArrayEquals(once, fixture.gradients.dH0().floats());
      }
    }
  }

  @ParameterizedTest
  @MethodSource(REPRESENTATIVES)
  void aClosedPassRefusesBackward(RecurrenceCase form) {
    RecurrenceProblem problem = new RecurrenceProblem(form);
    try (RecurrenceFixture fixture = new RecurrenceFixture(device, problem)) {
      RecurrencePass pass = fixture.forward(RecurrencePlan.Keep.FOR_BACKWARD);
      pass.close();
      assertThrows(
          IllegalStateException.class, () -> pass.backward(fixture.upstream, fixture.gradients));
    }
  }

  @ParameterizedTest
  @MethodSource(REPRESENTATIVES)
  void doesNotGoBackWithAnInputThatWasWrittenSince(RecurrenceCase form) {
    RecurrenceProblem problem = new RecurrenceProblem(form);
    try (RecurrenceFixture fixture = new RecurrenceFixture(device, problem);
        RecurrencePass pass = fixture.forward(RecurrencePlan.Keep.FOR_BACKWARD)) {
      device.elementwise().fill(fixture.inputs.x().tensor(), 1);
      String message =
          assertThrows(
                  IllegalStateException.class,
                  () -> pass.backward(fixture.upstream, fixture.gradients))
              .getMessage();
      assertTrue(message.contains("x was written since the forward pass"), message);
    }
  }

  @ParameterizedTest
  @MethodSource(REPRESENTATIVES)
  void refusesInputsThatDoNotFit(RecurrenceCase form) {
    RecurrenceProblem problem = new RecurrenceProblem(form);
    int t = form.timesteps();
    int n = form.batch();
    int i = form.cell().inputSize();
    int h = form.cell().hiddenSize();
    int p = form.cell().outputSize();
    try (RecurrenceFixture fixture = new RecurrenceFixture(device, problem);
        Scope scope = device.scope()) {
      FeatureSlice x = fixture.inputs.x();
      refusesForward(fixture, "lengths", inputs(x, lengths(scope, n, -1), null, null));
      refusesForward(fixture, "lengths", inputs(x, lengths(scope, n, t + 1), null, null));
      refusesForward(fixture, "lengths", inputs(x, lengths(scope, n + 1, 1), null, null));
      refusesForward(fixture, "lengths", inputs(x, scope.zeros(n), null, null));
      refusesForward(fixture, "x", inputs(slice(scope, t, n, i + 1), null, null, null));
      refusesForward(fixture, "x", inputs(slice(scope, t + 1, n, i), null, null, null));
      refusesForward(fixture, "x", inputs(slice(scope, t, n + 1, i), null, null, null));
      refusesForward(fixture, "h0", inputs(x, null, scope.zeros(n, p + 1), null));
      refusesForward(fixture, "h0", inputs(x, null, scope.zeros(p, n), null));
      refusesForward(
          fixture,
          "c0",
          inputs(x, null, null, scope.zeros(n, form.cell().hasCellState() ? h + 1 : h)));
    }
  }

  @ParameterizedTest
  @MethodSource(REPRESENTATIVES)
  void refusesOutputsAndGradientsThatDoNotFit(RecurrenceCase form) {
    RecurrenceProblem problem = new RecurrenceProblem(form);
    int t = form.timesteps();
    int n = form.batch();
    int i = form.cell().inputSize();
    int p = form.cell().outputSize();
    try (RecurrenceFixture fixture = new RecurrenceFixture(device, problem);
        Scope scope = device.scope()) {
      FeatureSlice y = fixture.outputs.y();
      Tensor narrow = scope.zeros(n, p - 1);
      refusesForward(
          fixture, "y", new RecurrencePlan.Outputs(slice(scope, t, n, p - 1), null, null));
      refusesForward(fixture, "y", new RecurrencePlan.Outputs(slice(scope, 1, n, p), null, null));
      refusesForward(fixture, "hN", new RecurrencePlan.Outputs(y, narrow, null));
      refusesForward(fixture, "cN", new RecurrencePlan.Outputs(y, null, narrow));
      FeatureSlice shortDY = slice(scope, t - 1, n, p);
      FeatureSlice wideDX = slice(scope, t, n, i + 1);
      refusesBackward(fixture, "dY", new RecurrencePlan.OutputGradients(shortDY, null, null), null);
      refusesBackward(fixture, "dHN", new RecurrencePlan.OutputGradients(null, narrow, null), null);
      refusesBackward(fixture, "dCN", new RecurrencePlan.OutputGradients(null, null, narrow), null);
      refusesBackward(fixture, "dX", null, new RecurrencePlan.InputGradients(wideDX, null, null));
      refusesBackward(fixture, "dH0", null, new RecurrencePlan.InputGradients(null, narrow, null));
      refusesBackward(fixture, "dC0", null, new RecurrencePlan.InputGradients(null, null, narrow));
    }
  }

  @ParameterizedTest
  @MethodSource(REPRESENTATIVES)
  void refusesTracesThatDoNotFit(RecurrenceCase form) {
    RecurrenceProblem problem = new RecurrenceProblem(form);
    int t = form.timesteps();
    int n = form.batch();
    int h = form.cell().hiddenSize();
    int rows = form.cell().gates() * h;
    try (RecurrenceFixture fixture = new RecurrenceFixture(device, problem);
        Scope scope = device.scope()) {
      FeatureSlice fitting = slice(scope, t, n, h);
      for (FeatureSlice cells :
          form.cell().hasCellState()
              ? List.of(
                  slice(scope, t, n, h + 1), slice(scope, t, n + 1, h), slice(scope, t - 1, n, h))
              : List.of(fitting)) {
        refusesForward(fixture, "cells", traces(fixture, cells, null));
        refusesBackward(
            fixture, "dCells", new RecurrencePlan.OutputGradients(null, cells, null, null), null);
      }
      for (FeatureSlice gates :
          List.of(
              slice(scope, t, n, rows - 1),
              slice(scope, t, n - 1, rows),
              slice(scope, t + 1, n, rows))) {
        refusesForward(fixture, "gates", traces(fixture, null, gates));
      }
    }
  }

  /** Checks that states of width H and P are not confused. */
  @Test
  void refusesStatesOfAProjectedCellThatAreNotProjected() {
    Lstm cell = Lstm.of(3, 5).withProjection(2);
    try (RecurrenceFixture fixture =
            new RecurrenceFixture(device, new RecurrenceProblem(RecurrenceCase.of(cell, 4, 3)));
        Scope scope = device.scope()) {
      FeatureSlice x = fixture.inputs.x();
      FeatureSlice y = fixture.outputs.y();
      Tensor wide = scope.zeros(3, 5);
      Tensor narrow = scope.zeros(3, 2);
      refusesForward(fixture, "h0", inputs(x, null, wide, null));
      refusesForward(fixture, "c0", inputs(x, null, null, narrow));
      refusesForward(fixture, "y", new RecurrencePlan.Outputs(slice(scope, 4, 3, 5), null, null));
      refusesForward(fixture, "hN", new RecurrencePlan.Outputs(y, wide, null));
      refusesForward(fixture, "cN", new RecurrencePlan.Outputs(y, null, narrow));
      refusesForward(fixture, "cells", traces(fixture, slice(scope, 4, 3, 2), null));
      refusesForward(fixture, "gates", traces(fixture, null, slice(scope, 4, 3, 8)));
    }
  }

  private static RecurrencePlan.Outputs traces(
      RecurrenceFixture fixture, FeatureSlice cells, FeatureSlice gates) {
    return new RecurrencePlan.Outputs(fixture.outputs.y(), cells, gates, null, null);
  }

  private static void refusesForward(
      RecurrenceFixture fixture, String argument, RecurrencePlan.Inputs inputs) {
    refuses(argument, () -> forward(fixture, inputs, fixture.outputs));
  }

  private static void refusesForward(
      RecurrenceFixture fixture, String argument, RecurrencePlan.Outputs outputs) {
    refuses(argument, () -> forward(fixture, fixture.inputs, outputs));
  }

  /**
   * Runs the forward pass and reads a result, because some devices report a wrong length only then.
   */
  private static void forward(
      RecurrenceFixture fixture, RecurrencePlan.Inputs inputs, RecurrencePlan.Outputs outputs) {
    try (RecurrencePass pass =
        fixture.plan.forward(inputs, fixture.parameters, outputs, RecurrencePlan.Keep.OUTPUTS)) {
      fixture.outputs.hN().floats();
    }
  }

  private static void refusesBackward(
      RecurrenceFixture fixture,
      String argument,
      RecurrencePlan.OutputGradients upstream,
      RecurrencePlan.InputGradients gradients) {
    try (RecurrencePass pass = fixture.forward(RecurrencePlan.Keep.FOR_BACKWARD)) {
      refuses(
          argument,
          () ->
              pass.backward(
                  upstream == null ? fixture.upstream : upstream,
                  gradients == null ? fixture.gradients : gradients));
    }
  }

  private static void refuses(String argument, Runnable call) {
    String message = assertThrows(IllegalArgumentException.class, call::run, argument).getMessage();
    assertTrue(message.startsWith(argument), message);
  }

  private static RecurrencePlan.Inputs inputs(
      FeatureSlice x, Tensor lengths, Tensor h0, Tensor c0) {
    return new RecurrencePlan.Inputs(x, lengths, h0, c0);
  }

  private static FeatureSlice slice(Scope scope, int timesteps, int batch, int features) {
    return FeatureSlice.of(scope.zeros(timesteps, batch, features));
  }

  private static Tensor lengths(Scope scope, int batch, int last) {
    int[] values = new int[batch];
    values[batch - 1] = last;
    Tensor tensor = scope.ints(batch);
    tensor.write(values);
    return tensor;
  }
}
