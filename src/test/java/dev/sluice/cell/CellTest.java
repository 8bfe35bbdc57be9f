package dev.sluice.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks what cells refuse, and the shapes of their parameters. */
class CellTest {
  private static final Lstm LSTM = Lstm.of(3, 5);
  private static final Gru GRU = Gru.of(3, 5);
  private static final Rnn RNN = Rnn.of(3, 5);

  static Stream<Arguments> impossible() {
    return Stream.of(
        pair(() -> LSTM.withCoupledGates().withLayerNorm(), "coupled gates", "layer norm"),
        pair(() -> LSTM.withLayerNorm().withCoupledGates(), "coupled gates", "layer norm"),
        pair(
            () -> GRU.withReset(Gru.Reset.BEFORE).withLayerNorm(),
            "layer norm",
            "reset before the product"),
        pair(
            () -> GRU.withLayerNorm().withReset(Gru.Reset.BEFORE),
            "layer norm",
            "reset before the product"),
        pair(() -> Gru.article(3, 5).withLayerNorm(), "layer norm", "reset before the product"),
        pair(
            () ->
                new Gru(
                    3,
                    5,
                    Activation.sigmoid(),
                    Activation.tanh(),
                    Gru.Reset.AFTER,
                    Gru.Update.KEEPS,
                    Biases.DOUBLE,
                    0,
                    false,
                    new Zoneout(0, 0.1f)),
            "zoneout of c",
            "Gru has no cell state"),
        pair(
            () ->
                new Rnn(3, 5, Activation.tanh(), Biases.DOUBLE, 0, false, new Zoneout(0.2f, 0.1f)),
            "zoneout of c",
            "Rnn has no cell state"));
  }

  private static Arguments pair(Supplier<Cell> build, String one, String other) {
    return Arguments.of(Named.of(one + ", " + other, build), one, other);
  }

  @ParameterizedTest
  @MethodSource("impossible")
  void impossibleCombinationsAreRefusedByBothNames(Supplier<Cell> build, String one, String other) {
    String message = assertThrows(IllegalArgumentException.class, build::get).getMessage();
    assertTrue(message.contains(one), message);
    assertTrue(message.contains(other), message);
  }

  @ParameterizedTest
  @ValueSource(floats = {-1, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void boundsAreFiniteAndNotBelowZero(float bound) {
    assertRefused("Lstm cellClip", bound, () -> LSTM.withCellClip(bound));
    assertRefused("Lstm preactivationClip", bound, () -> LSTM.withPreactivationClip(bound));
    assertRefused("Gru preactivationClip", bound, () -> GRU.withPreactivationClip(bound));
    assertRefused("Rnn preactivationClip", bound, () -> RNN.withPreactivationClip(bound));
  }

  @ParameterizedTest
  @ValueSource(floats = {-0.1f, 1, 2, Float.NaN})
  void ratesAreFromZeroToBelowOne(float rate) {
    assertRefused("zoneout hidden", rate, () -> LSTM.withZoneout(rate, 0));
    assertRefused("zoneout cell", rate, () -> LSTM.withZoneout(0, rate));
    assertRefused("zoneout hidden", rate, () -> GRU.withZoneout(rate));
    assertRefused("zoneout hidden", rate, () -> RNN.withZoneout(rate));
  }

  @Test
  void projectionsAreNotNegative() {
    assertRefused("Lstm projectionSize", -1, () -> LSTM.withProjection(-1));
  }

  @Test
  void aProjectionIsPartOfTheSizeLimit() {
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> Lstm.of(1, 30_000).withProjection(30_000))
            .getMessage();
    assertTrue(message.contains("2^31"), message);
  }

  private static void assertRefused(String name, float value, Supplier<Cell> build) {
    String message = assertThrows(IllegalArgumentException.class, build::get).getMessage();
    assertTrue(message.startsWith(name + ": expected"), message);
    String got = value == (int) value ? Integer.toString((int) value) : Float.toString(value);
    assertTrue(message.contains("got " + got), message);
  }

  @Test
  void zeroRemovesAnOption() {
    assertEquals(LSTM, LSTM.withProjection(2).withProjection(0));
    assertEquals(LSTM, LSTM.withCellClip(2).withCellClip(0));
    assertEquals(LSTM, LSTM.withPreactivationClip(2).withPreactivationClip(0));
    assertEquals(LSTM, LSTM.withZoneout(0.5f, 0.5f).withZoneout(0, 0));
    assertFalse(LSTM.zoneout().acts());
    assertTrue(LSTM.withZoneout(0, 0.5f).zoneout().acts());
  }

  @Test
  void optionsSurviveLaterChanges() {
    Lstm cell =
        LSTM.withPeepholes()
            .withProjection(2)
            .withCellClip(3)
            .withPreactivationClip(4)
            .withLayerNorm()
            .withZoneout(0.1f, 0.2f);
    Lstm changed =
        cell.withInputSize(9)
            .withBiases(Biases.SINGLE)
            .withGateActivation(Activation.hardSigmoid())
            .withCandidateActivation(Activation.softsign())
            .withOutputActivation(Activation.relu());
    assertEquals(
        new Lstm(
            9,
            5,
            Activation.hardSigmoid(),
            Activation.softsign(),
            Activation.relu(),
            Biases.SINGLE,
            true,
            false,
            2,
            3,
            4,
            true,
            new Zoneout(0.1f, 0.2f)),
        changed);
  }

  @Test
  void parametersOfAnLstmWithEveryOption() {
    Lstm cell = LSTM.withPeepholes().withProjection(2).withLayerNorm();
    Map<CellParameter, List<Integer>> shapes = cell.parameterShapes();
    assertEquals(
        List.of(
            CellParameter.WEIGHT_IH,
            CellParameter.WEIGHT_HH,
            CellParameter.BIAS_IH,
            CellParameter.BIAS_HH,
            CellParameter.WEIGHT_HR,
            CellParameter.WEIGHT_CI,
            CellParameter.WEIGHT_CF,
            CellParameter.WEIGHT_CO,
            CellParameter.NORM_IH,
            CellParameter.NORM_HH,
            CellParameter.NORM_C,
            CellParameter.BIAS_C),
        List.copyOf(shapes.keySet()));
    assertEquals(List.of(20, 3), shapes.get(CellParameter.WEIGHT_IH));
    assertEquals(List.of(20, 2), shapes.get(CellParameter.WEIGHT_HH));
    assertEquals(List.of(2, 5), shapes.get(CellParameter.WEIGHT_HR));
    assertEquals(List.of(5), shapes.get(CellParameter.WEIGHT_CO));
    assertEquals(List.of(20), shapes.get(CellParameter.NORM_HH));
    assertEquals(List.of(5), shapes.get(CellParameter.BIAS_C));
    assertEquals(60 + 40 + 20 + 20 + 10 + 3 * 5 + 2 * 20 + 2 * 5, cell.parameterCount());
    assertEquals(2, cell.outputSize());
  }

  @Test
  void coupledGatesKeepAllBlocks() {
    assertEquals(LSTM.parameterShapes(), LSTM.withCoupledGates().parameterShapes());
  }

  @Test
  void parametersOfNormalizedCellsWithoutACellState() {
    assertEquals(List.of(15), GRU.withLayerNorm().parameterShapes().get(CellParameter.NORM_IH));
    assertEquals(List.of(5), RNN.withLayerNorm().parameterShapes().get(CellParameter.NORM_HH));
    assertFalse(GRU.withLayerNorm().parameterShapes().containsKey(CellParameter.NORM_C));
    assertFalse(GRU.parameterShapes().containsKey(CellParameter.NORM_IH));
  }
}
