package dev.sluice.device.cpu.recurrence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.cell.CellParameter;
import dev.sluice.cell.Lstm;
import dev.sluice.device.Capacity;
import dev.sluice.device.CellParameters;
import dev.sluice.device.DType;
import dev.sluice.device.FeatureSlice;
import dev.sluice.device.OutOfDeviceMemoryException;
import dev.sluice.device.Parameter;
import dev.sluice.device.RecurrencePlan;
import dev.sluice.device.Scope;
import dev.sluice.device.Shape;
import dev.sluice.device.Tensor;
import dev.sluice.device.cpu.CpuDevice;
import dev.sluice.resource.Leaks;
import dev.sluice.sequence.Bptt;
import dev.sluice.sequence.Direction;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PassFailureTest {
  /** Their gates would be an array of 2^31 floats, whose x is one of 2^19. */
  private static final int TIMESTEPS = 1 << 10;

  private static final int BATCH = 1 << 9;
  private static final Lstm CELL = Lstm.of(1, 1 << 10).withProjection(1);

  @Test
  void aPassThatFindsNoMemoryIsClosedAndGivesItsArraysBack() {
    Leaks leaks = new Leaks();
    try (CpuDevice device = new CpuDevice(1)) {
      try (RecurrencePlan plan =
              device.recurrence(
                  CELL, new Capacity(TIMESTEPS, BATCH), Direction.FORWARD, Bptt.full());
          Scope scope = device.scope()) {
        CellParameters parameters = parameters(device, scope);
        var inputs =
            new RecurrencePlan.Inputs(
                FeatureSlice.of(scope.zeros(TIMESTEPS, BATCH, 1)), null, null, null, null);
        var outputs =
            new RecurrencePlan.Outputs(
                FeatureSlice.of(scope.zeros(TIMESTEPS, BATCH, 1)), null, null);
        Leaks ofPass = new Leaks();
        long before = device.arrays().bytesInUse();
        for (int i = 0; i < 2; i++) {
          String message =
              assertThrows(
                      OutOfDeviceMemoryException.class,
                      () ->
                          plan.forward(
                              inputs, parameters, outputs, RecurrencePlan.Keep.FOR_BACKWARD))
                  .getMessage();
          assertTrue(message.contains("asked for 8,"), message);
          assertEquals(before, device.arrays().bytesInUse());
        }
        ofPass.assertNone();
      }
      assertEquals(0, device.arrays().bytesInUse());
    }
    leaks.assertNone();
  }

  private static CellParameters parameters(CpuDevice device, Scope scope) {
    Map<CellParameter, Parameter> byRole = new EnumMap<>(CellParameter.class);
    CELL.parameterShapes()
        .forEach(
            (role, shape) -> {
              Tensor value = device.allocate(DType.FLOAT32, Shape.of(shape));
              byRole.put(role, scope.own(new Parameter(role.label(), value)));
            });
    return new CellParameters(CELL, byRole);
  }
}
