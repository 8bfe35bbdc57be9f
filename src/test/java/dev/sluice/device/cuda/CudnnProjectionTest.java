package dev.sluice.device.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.sluice.cell.Biases;
import dev.sluice.cell.CellParameter;
import dev.sluice.cell.Lstm;
import dev.sluice.device.Capacity;
import dev.sluice.device.CellParameters;
import dev.sluice.device.DType;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.FeatureSlice;
import dev.sluice.device.Parameter;
import dev.sluice.device.PlanKind;
import dev.sluice.device.RecurrencePass;
import dev.sluice.device.RecurrencePlan;
import dev.sluice.device.Scope;
import dev.sluice.device.Shape;
import dev.sluice.device.Tensor;
import dev.sluice.sequence.Bptt;
import dev.sluice.sequence.Direction;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** cuDNN's LSTM with projection agrees with the stepwise plan. */
@ExtendWith(SimulatedDriver.class)
class CudnnProjectionTest {
  private static final int T = 5;
  private static final int N = 3;
  private static final int P = 2;
  private static final Lstm CELL = Lstm.of(4, 6).withProjection(P).withBiases(Biases.DOUBLE);

  @ParameterizedTest
  @EnumSource(Direction.class)
  void agreesWithTheStepwisePlan(Direction direction) {
    Map<String, float[]> expected = run(PlanKind.STEPWISE, direction);
    Map<String, float[]> actual = run(PlanKind.CUDNN, direction);
    expected.forEach((name, values) -> assertArrayEquals(values, actual.get(name), 1e-5f, name));
  }

  private static Map<String, float[]> run(PlanKind plan, Direction direction) {
    Random random = new Random(1);
    try (Device device = Gpus.open(DeviceOptions.defaults().withPlan(plan));
        Scope scope = device.scope();
        RecurrencePlan recurrence =
            device.recurrence(CELL, new Capacity(T, N), direction, Bptt.truncated(3))) {
      Map<CellParameter, Parameter> byRole = new EnumMap<>(CellParameter.class);
      CELL.parameterShapes()
          .forEach(
              (role, shape) ->
                  byRole.put(
                      role,
                      scope.own(
                          new Parameter(
                              role.label(),
                              drawn(random, device.allocate(DType.FLOAT32, Shape.of(shape)))))));
      Tensor lengths = scope.ints(N);
      lengths.write(5, 0, 2);
      Tensor y = scope.floats(T, N, P);
      Tensor hN = scope.floats(N, P);
      Tensor cN = scope.floats(N, 6);
      Tensor dX = scope.zeros(T, N, 4);
      Tensor dH0 = scope.zeros(N, P);
      Tensor dC0 = scope.zeros(N, 6);
      var inputs =
          new RecurrencePlan.Inputs(
              FeatureSlice.of(drawn(random, scope.floats(T, N, 4))),
              lengths,
              drawn(random, scope.floats(N, P)),
              drawn(random, scope.floats(N, 6)));
      var upstream =
          new RecurrencePlan.OutputGradients(
              FeatureSlice.of(drawn(random, scope.floats(T, N, P))),
              drawn(random, scope.floats(N, P)),
              drawn(random, scope.floats(N, 6)));
      try (RecurrencePass pass =
          recurrence.forward(
              inputs,
              new CellParameters(CELL, byRole),
              new RecurrencePlan.Outputs(FeatureSlice.of(y), hN, cN),
              RecurrencePlan.Keep.FOR_BACKWARD)) {
        pass.backward(upstream, new RecurrencePlan.InputGradients(FeatureSlice.of(dX), dH0, dC0));
      }
      Map<String, float[]> results = new LinkedHashMap<>();
      results.put("y", y.floats());
      results.put("hN", hN.floats());
      results.put("cN", cN.floats());
      results.put("dX", dX.floats());
      results.put("dH0", dH0.floats());
      results.put("dC0", dC0.floats());
      byRole.forEach((role, each) -> results.put(role.label(), each.gradient().floats()));
      return results;
    }
  }

  private static Tensor drawn(Random random, Tensor tensor) {
    float[] values = new float[Math.toIntExact(tensor.shape().elements())];
    for (int k = 0; k < values.length; k++) {
      values[k] = random.nextFloat() - 0.5f;
    }
    tensor.write(values);
    return tensor;
  }
}
