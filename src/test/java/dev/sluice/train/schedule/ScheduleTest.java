package dev.sluice.train.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ScheduleTest {

  static Stream<Arguments> ratesOfEightSteps() {
    return Stream.of(
        Arguments.of(0.5, Schedule.constant(), new double[] {.5, .5, .5, .5, .5, .5, .5, .5}),
        Arguments.of(1, Schedule.stepDecay(0.5, 3), new double[] {1, 1, 1, .5, .5, .5, .25, .25}),
        Arguments.of(0.8, Schedule.linearToZero(), new double[] {.8, .7, .6, .5, .4, .3, .2, .1}),
        Arguments.of(
            1,
            Schedule.cosine(0.2),
            new double[] {
              1, 0.96955181, 0.88284271, 0.75307337, 0.6, 0.44692663, 0.31715729, 0.23044819
            }),
        Arguments.of(
            0.4,
            Schedule.linearToZero().withWarmUp(4),
            new double[] {.1, .2, .3, .4, .4, .3, .2, .1}),
        Arguments.of(
            0.8,
            Schedule.constant().withWarmUp(20),
            new double[] {.04, .08, .12, .16, .2, .24, .28, .32}),
        Arguments.of(1, Schedule.constant().withWarmUp(0), new double[] {1, 1, 1, 1, 1, 1, 1, 1}));
  }

  @ParameterizedTest
  @MethodSource("ratesOfEightSteps")
  void rateOfEveryStepIsAsDefined(double rate, Schedule schedule, double[] expected) {
    for (int step = 0; step < expected.length; step++) {
      assertEquals(
          expected[step], schedule.rate(rate, step, expected.length), 1e-8, "step " + step);
    }
  }

  @Test
  void badNumbersAreNamed() {
    assertThrows(IllegalArgumentException.class, () -> Schedule.cosine(-1));
    assertThrows(IllegalArgumentException.class, () -> Schedule.cosine(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> Schedule.stepDecay(0, 1));
    assertThrows(IllegalArgumentException.class, () -> Schedule.stepDecay(0.5, 0));
    assertThrows(IllegalArgumentException.class, () -> Schedule.constant().withWarmUp(-1));
  }

  @Test
  void equalSchedulesStateTheSameNumbers() {
    assertEquals(
        Schedule.cosine().withWarmUp(5).toString(), Schedule.cosine(0).withWarmUp(5).toString());
  }
}
