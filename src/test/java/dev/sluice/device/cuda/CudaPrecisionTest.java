package dev.sluice.device.cuda;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.sluice.cell.Cell;
import dev.sluice.device.Capacity;
import dev.sluice.device.Closeness;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.DeviceTest;
import dev.sluice.device.PlanKind;
import dev.sluice.device.Precision;
import dev.sluice.device.RecurrenceCase;
import dev.sluice.device.RecurrenceFixture;
import dev.sluice.device.RecurrencePass;
import dev.sluice.device.RecurrencePlan;
import dev.sluice.device.RecurrenceProblem;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Recurrences whose matrix products round their operands. */
@ExtendWith(SimulatedDriver.class)
@Tag("verify")
class CudaPrecisionTest {
  private static final String TABLES = "dev.sluice.device.RecurrenceCases#";

  /** The tolerance of {@link Closeness} for float32. */
  private static final double MATRIX_TOLERANCE = 2e-5;

  /**
   * The larger tolerance with layer norm: it divides a product's rounding error by the product's
   * deviation.
   */
  private static final double NORM_AMPLIFIES = 4;

  /**
   * Rounding to b significant bits is off by at most {@code 2^-b}; each product has two rounded
   * operands, and a gradient has passed through several products. Truncating has the error of
   * rounding to one bit less.
   */
  abstract static class Rounded extends DeviceTest {
    private final Precision precision;
    private final double tolerance;
    private Device stepwise;
    private Device exact;

    Rounded(Precision precision, int significantBits) {
      this.precision = precision;
      this.tolerance = 4 * Math.pow(2, -significantBits);
    }

    @Override
    protected Device open() {
      return open(PlanKind.GRAPH);
    }

    @BeforeAll
    void openOthers() {
      stepwise = open(PlanKind.STEPWISE);
      exact = Gpus.open(DeviceOptions.defaults());
    }

    @AfterAll
    void closeOthers() {
      stepwise.close();
      exact.close();
    }

    private Device open(PlanKind plan) {
      return Gpus.open(DeviceOptions.defaults().withPrecision(precision).withPlan(plan), 2);
    }

    @ParameterizedTest
    @MethodSource({TABLES + "representatives", TABLES + "shapes"})
    void agreesWithTheOracleWithinItsSignificantBits(RecurrenceCase form) {
      RecurrenceProblem problem = new RecurrenceProblem(withoutLimits(form));
      double amplified = form.cell().layerNorm() ? NORM_AMPLIFIES : 1;
      try (RecurrenceFixture fixture = new RecurrenceFixture(device, problem)) {
        Closeness.assertClose(
            problem.answer(), fixture.run().results(), amplified * tolerance / MATRIX_TOLERANCE);
      }
    }

    /** Rounding may move a value past a clipping bound, where the gradient jumps. */
    private static RecurrenceCase withoutLimits(RecurrenceCase form) {
      return form.with(
          form.cell()
              .<Cell>match(
                  rnn -> rnn.withPreactivationClip(0),
                  lstm -> lstm.withCellClip(0).withPreactivationClip(0),
                  gru -> gru.withPreactivationClip(0)));
    }

    @ParameterizedTest
    @MethodSource({TABLES + "representatives"})
    void isNotFloat32(RecurrenceCase form) {
      assumeFalse(
          SimulatedDriver.isReal() && precision == Precision.TF32,
          "cuBLAS is free to multiply small matrices in float32");
      RecurrenceProblem problem = new RecurrenceProblem(form);
      try (RecurrenceFixture rounded = new RecurrenceFixture(device, problem);
          RecurrenceFixture float32 = new RecurrenceFixture(exact, problem)) {
        assertFalse(
            Arrays.equals(rounded.run().results().get("y"), float32.run().results().get("y")));
      }
    }

    @ParameterizedTest
    @MethodSource({TABLES + "representatives"})
    void openPassesUseTheirOwnWeights(RecurrenceCase form) {
      RecurrenceProblem first = new RecurrenceProblem(form, 1);
      RecurrenceProblem second = new RecurrenceProblem(form, 2);
      Capacity capacity = new Capacity(form.timesteps(), form.batch());
      try (RecurrenceFixture alone = new RecurrenceFixture(device, first);
          RecurrencePlan plan = RecurrenceFixture.plan(device, form, capacity);
          RecurrenceFixture one = new RecurrenceFixture(device, first, plan, 0);
          RecurrenceFixture other = new RecurrenceFixture(device, second, plan, 0);
          RecurrencePass pass = one.forward(RecurrencePlan.Keep.FOR_BACKWARD)) {
        other.run();
        pass.backward(one.upstream, one.gradients);
        Closeness.assertSameBits(alone.run().results(), one.results());
      }
    }

    @ParameterizedTest
    @MethodSource({TABLES + "representatives"})
    void graphsGiveTheSameBitsAsSingleSteps(RecurrenceCase form) {
      RecurrenceProblem problem = new RecurrenceProblem(form);
      try (RecurrenceFixture recorded = new RecurrenceFixture(device, problem);
          RecurrenceFixture single = new RecurrenceFixture(stepwise, problem)) {
        Closeness.assertSameBits(single.run().results(), recorded.run().results());
      }
    }
  }

  /** TF32 has 11 significant bits; tensor cores may truncate instead of rounding. */
  @Nested
  class Tf32 extends Rounded {
    Tf32() {
      super(Precision.TF32, 10);
    }
  }

  @Nested
  class Bfloat16 extends Rounded {
    Bfloat16() {
      super(Precision.BFLOAT16, 8);
    }
  }
}
