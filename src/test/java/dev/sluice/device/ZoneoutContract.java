package dev.sluice.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.device.RecurrenceCase.Lengths;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests of zoneout masks that every device must pass: what they depend on and what not. */
public abstract class ZoneoutContract extends DeviceTest {
  private static final int T = 6;
  private static final int N = 5;
  private static final RandomStream MASKS = new RandomStream(21, 4, 2);

  static Stream<RecurrenceCase> cases() {
    return Stream.<Cell>of(
            Rnn.of(3, 17).withZoneout(0.5f),
            Gru.of(3, 17).withZoneout(0.5f),
            Gru.article(3, 17).withZoneout(0.5f),
            Lstm.of(3, 17).withZoneout(0.5f, 0),
            Lstm.of(3, 17).withZoneout(0, 0.5f),
            Lstm.of(3, 17).withProjection(19).withZoneout(0.5f, 0.5f))
        .map(cell -> RecurrenceCase.of(cell, T, N).with(MASKS));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void equalStreamsGiveEqualBitsAndOtherStreamsOtherMasks(RecurrenceCase form) {
    Map<String, float[]> results = run(form);
    Closeness.assertSameBits(results, run(form));
    for (RandomStream other :
        new RandomStream[] {
          new RandomStream(22, 4, 2), new RandomStream(21, 5, 2), new RandomStream(21, 4, 3), null
        }) {
      assertFalse(Arrays.equals(results.get("y"), run(form.with(other)).get("y")), "" + other);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void masksDoNotDependOnTheLengthOfARow(RecurrenceCase form) {
    RecurrenceProblem mixed = new RecurrenceProblem(form, 5);
    float[] shorter = run(mixed).get("y");
    float[] longer = run(new RecurrenceProblem(form.with(Lengths.ABSENT), 5)).get("y");
    int p = form.cell().outputSize();
    for (int k = 0; k < shorter.length; k++) {
      int t = k / p / N;
      int n = k / p % N;
      float expected = t < mixed.inputs.lengths()[n] ? longer[k] : 0;
      assertEquals(expected, shorter[k], 1e-5f, "step " + t + " of row " + n);
    }
  }

  private Map<String, float[]> run(RecurrenceCase form) {
    return run(new RecurrenceProblem(form, 5));
  }

  private Map<String, float[]> run(RecurrenceProblem problem) {
    try (RecurrenceFixture fixture = new RecurrenceFixture(device, problem)) {
      return fixture.run().results();
    }
  }
}
