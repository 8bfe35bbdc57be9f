package dev.sluice.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.OnCpu;
import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.device.Parameter;
import dev.sluice.device.Tensor;
import dev.sluice.oracle.OracleUniformStack;
import dev.sluice.oracle.Values;
import dev.sluice.sequence.Bptt;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares a recurrent stack with the float64 oracle. Cell options are tested with the devices. */
class RecurrentTest extends OnCpu {
  private static final int T = 6;
  private static final int N = 4;
  private static final int I = 3;
  private static final int H = 5;
  private static final int[] LENGTHS = {6, 2, 0, 5};

  static Stream<Arguments> stacks() {
    return Stream.of(Rnn.of(I, H), Lstm.of(I, H), Gru.of(I, H), Gru.article(I, H))
        .flatMap(
            cell ->
                Stream.of(DirectionMode.FORWARD, DirectionMode.BIDIRECTIONAL)
                    .flatMap(
                        directions ->
                            Stream.of(1, 3).map(layers -> Arguments.of(cell, directions, layers))));
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void equalsTheOracleForwardAndBackward(Cell cell, DirectionMode directions, int layers) {
    RecurrentFixture fixture = fixture(cell, directions, layers);
    int states = layers * directions.count();
    Draws draws = new Draws(21);
    double[][][] x = draws.sequence(T, N, I);
    double[][][] h0 = draws.sequence(states, N, H);
    double[][][] c0 = cell.hasCellState() ? draws.sequence(states, N, H) : null;
    double[][][] dY = draws.sequence(T, N, directions.count() * H);
    double[][][] dHN = draws.sequence(states, N, H);
    double[][][] dCN = cell.hasCellState() ? draws.sequence(states, N, H) : null;
    OracleUniformStack oracle = fixture.oracle(x, LENGTHS, h0, c0);
    OracleUniformStack.Gradients expected = oracle.backward(dY, dHN, dCN);

    RecurrentPass pass =
        fixture.layer.forward(
            Features.computed(RecurrentFixture.tensor(scope, x), ints(LENGTHS, N)),
            RecurrentFixture.states(scope, h0, c0),
            ForwardContext.training(scope, 1, 0));
    Tensor dX =
        pass.backward(RecurrentFixture.tensor(scope, dY), RecurrentFixture.states(scope, dHN, dCN));

    assertClose(Values.flat(oracle.y), pass.output().values());
    assertClose(Values.flat(expected.dX()), dX);
    for (int k = 0; k < states; k++) {
      RecurrentStates.State last = pass.finalStates().get(k);
      RecurrentStates.State dFirst = pass.initialStateGradients().get(k);
      assertClose(Values.flat(oracle.hN[k]), last.hidden());
      assertClose(Values.flat(expected.dH0()[k]), dFirst.hidden());
      if (cell.hasCellState()) {
        assertClose(Values.flat(oracle.cN[k]), last.cell());
        assertClose(Values.flat(expected.dC0()[k]), dFirst.cell());
      }
    }
    assertGradients(fixture, fixture.named(expected.weights()));
  }

  private RecurrentFixture fixture(Cell cell, DirectionMode directions, int layers) {
    RecurrentSpec spec = RecurrentSpec.of(cell).withDirections(directions).withLayers(layers);
    RecurrentFixture fixture = new RecurrentFixture(spec, scope, 4);
    return fixture;
  }

  private static void assertGradients(RecurrentFixture fixture, Map<String, double[]> expected) {
    for (Parameter parameter : fixture.layer.parameters()) {
      assertClose(expected.get(parameter.name()), parameter.gradient().floats(), parameter.name());
    }
  }

  @Test
  void anEncoderLearnsThroughItsFinalState() {
    RecurrentFixture encoder = fixture(Lstm.of(I, H), DirectionMode.FORWARD, 2);
    RecurrentFixture decoder =
        new RecurrentFixture(RecurrentSpec.of(Lstm.of(I, H)).withLayers(2), scope, 5);
    Draws draws = new Draws(22);
    double[][][] source = draws.sequence(T, N, I);
    double[][][] target = draws.sequence(T, N, I);
    double[][][] dY = draws.sequence(T, N, H);
    OracleUniformStack encoded = encoder.oracle(source, LENGTHS, null, null);
    OracleUniformStack.Gradients decoderGradients =
        decoder.oracle(target, null, encoded.hN, encoded.cN).backward(dY, null, null);
    OracleUniformStack.Gradients encoderGradients =
        encoded.backward(null, decoderGradients.dH0(), decoderGradients.dC0());

    ForwardContext context = ForwardContext.training(scope, 1, 0);
    RecurrentPass encoding =
        encoder.layer.forward(
            Features.data(RecurrentFixture.tensor(scope, source), ints(LENGTHS, N)), context);
    RecurrentPass decoding =
        decoder.layer.forward(
            Features.data(RecurrentFixture.tensor(scope, target), null),
            encoding.finalStates(),
            context);
    decoding.backward(RecurrentFixture.tensor(scope, dY));
    assertNull(encoding.backward(null, decoding.initialStateGradients()));
    assertGradients(decoder, decoder.named(decoderGradients.weights()));
    assertGradients(encoder, encoder.named(encoderGradients.weights()));
  }

  @Test
  void truncationWithinASequenceEqualsPiecesWithCarriedStates() {
    RecurrentSpec spec = RecurrentSpec.of(Gru.of(I, H)).withBptt(Bptt.truncated(3));
    RecurrentFixture whole = new RecurrentFixture(spec, scope, 4);
    RecurrentFixture pieces = fixture(Gru.of(I, H), DirectionMode.FORWARD, 1);
    Draws draws = new Draws(23);
    double[][][] x = draws.sequence(T, N, I);
    double[][][] dY = draws.sequence(T, N, H);
    ForwardContext context = ForwardContext.training(scope, 1, 0);
    RecurrentPass pass =
        whole.layer.forward(Features.data(RecurrentFixture.tensor(scope, x), null), context);
    pass.backward(RecurrentFixture.tensor(scope, dY));

    RecurrentStates carried = null;
    float[] lastStep = null;
    for (int from = 0; from < T; from += 3) {
      RecurrentPass piece =
          pieces.layer.forward(
              Features.data(RecurrentFixture.tensor(scope, part(x, from)), null), carried, context);
      piece.backward(RecurrentFixture.tensor(scope, part(dY, from)));
      carried = piece.finalStates();
      lastStep = carried.get(0).hidden().floats();
    }
    assertArrayEquals(pass.finalStates().get(0).hidden().floats(), lastStep, 1e-6f);
    for (int i = 0; i < whole.layer.parameters().size(); i++) {
      assertArrayEquals(
          whole.layer.parameters().get(i).gradient().floats(),
          pieces.layer.parameters().get(i).gradient().floats(),
          1e-5f);
    }
  }

  private static double[][][] part(double[][][] sequence, int from) {
    return Arrays.copyOfRange(sequence, from, from + 3);
  }

  @Test
  void servesShapesThatGrowAndShrink() {
    RecurrentFixture fixture = fixture(Lstm.of(I, H), DirectionMode.BIDIRECTIONAL, 2);
    int[][] shapes = {{2, 3}, {9, 1}, {1, 17}, {2, 3}};
    for (int[] shape : shapes) {
      double[][][] x = new Draws(24).sequence(shape[0], shape[1], I);
      RecurrentPass pass =
          fixture.layer.forward(
              Features.data(RecurrentFixture.tensor(scope, x), null),
              ForwardContext.inference(scope));
      assertClose(Values.flat(fixture.oracle(x, null, null, null).y), pass.output().values());
    }
  }

  @Test
  void aFrozenLayerGetsNoGradients() {
    RecurrentFixture fixture = fixture(Lstm.of(I, H), DirectionMode.FORWARD, 1);
    fixture.layer.parameters().forEach(parameter -> parameter.setTrainable(false));
    double[][][] x = new Draws(25).sequence(T, N, I);
    RecurrentPass pass =
        fixture.layer.forward(
            Features.data(RecurrentFixture.tensor(scope, x), null),
            ForwardContext.training(scope, 1, 0));
    assertEquals(false, pass.output().differentiable());
    pass.backward(RecurrentFixture.tensor(scope, new Draws(26).sequence(T, N, H)));
    for (Parameter parameter : fixture.layer.parameters()) {
      float[] gradient = parameter.gradient().floats();
      assertArrayEquals(new float[gradient.length], gradient, parameter.name());
    }
  }

  @Test
  void refusalsNameWhatDoesNotFit() {
    RecurrentFixture fixture = fixture(Gru.of(I, H), DirectionMode.FORWARD, 1);
    ForwardContext context = ForwardContext.inference(scope);
    Features x = Features.data(scope.zeros(T, N, I), null);
    assertEquals(
        "recurrent input: expected FLOAT32 [any, any, 3], got FLOAT32 [6, 4, 2]",
        refusal(() -> fixture.layer.forward(Features.data(scope.zeros(T, N, 2), null), context)));
    assertEquals(
        "recurrent input: expected at least 1 timestep and 1 row, got [0, 4, 3]",
        refusal(() -> fixture.layer.forward(Features.data(scope.zeros(0, N, I), null), context)));
    assertEquals(
        "initial: expected 1 states, one per layer and direction, got 2",
        refusal(() -> fixture.layer.forward(x, RecurrentStates.zeros(2), context)));
    RecurrentStates wide = RecurrentFixture.states(scope, new double[1][N][H + 1], null);
    assertEquals(
        "initial hidden 0: expected FLOAT32 [4, 5], got FLOAT32 [4, 6]",
        refusal(() -> fixture.layer.forward(x, wide, context)));
    RecurrentStates withCell =
        RecurrentFixture.states(scope, new double[1][N][H], new double[1][N][H]);
    assertEquals(
        "initial cell 0: expected none for gru, got FLOAT32 [4, 5]",
        refusal(() -> fixture.layer.forward(x, withCell, context)));
    RecurrentPass pass = fixture.layer.forward(x, context);
    assertThrows(IllegalStateException.class, () -> pass.backward(null));
    assertThrows(IllegalStateException.class, pass::initialStateGradients);
  }

  private static String refusal(Runnable action) {
    return assertThrows(IllegalArgumentException.class, action::run).getMessage();
  }
}
