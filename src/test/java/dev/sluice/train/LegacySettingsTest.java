package dev.sluice.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.optimizer.Adam;
import dev.sluice.optimizer.OptimizerSpec;
import dev.sluice.optimizer.Sgd;
import dev.sluice.train.schedule.Schedule;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LegacySettingsTest {
  private static final String ADAM =
      "Adam[beta1=0.9, beta2=0.999, epsilon=1.0E-8, weightDecay=0.0]";

  static Stream<Arguments> settingsOfEarlierVersions() {
    return Stream.of(
        Arguments.of(ADAM, "Constant[rate=0.001]", Adam.of(1e-3), Schedule.constant()),
        Arguments.of(
            "Sgd[weightDecay=0.1]",
            "StepDecay[rate=1.0E-5, factor=0.5, every=3]",
            Sgd.of(1e-5).withWeightDecay(0.1),
            Schedule.stepDecay(0.5, 3)),
        Arguments.of(ADAM, "Cosine[rate=0.5, last=0.1]", Adam.of(0.5), Schedule.cosine(0.1)),
        Arguments.of(
            ADAM,
            "WarmUp[steps=2, then=WarmUp[steps=3, then=LinearToZero[rate=0.02]]]",
            Adam.of(0.02),
            Schedule.linearToZero().withWarmUp(3).withWarmUp(2)));
  }

  @ParameterizedTest
  @MethodSource("settingsOfEarlierVersions")
  void theRateOfAnEarlierScheduleIsTheOptimizers(
      String optimizer, String schedule, OptimizerSpec expected, Schedule course) {
    Map<String, String> earlier = Map.of("optimizer", optimizer, "schedule", schedule);
    Map<String, String> present =
        Map.of("optimizer", expected.toString(), "schedule", course.toString());
    assertEquals(present, LegacySettings.converted(earlier));
    assertEquals(present, LegacySettings.converted(present));
  }

  @Test
  void aScheduleOfOnesOwnSaysNothingOfTheOptimizersRate() {
    Map<String, String> own = Map.of("optimizer", ADAM, "schedule", "mine(0.1)");
    assertEquals(own, LegacySettings.converted(own));
  }
}
