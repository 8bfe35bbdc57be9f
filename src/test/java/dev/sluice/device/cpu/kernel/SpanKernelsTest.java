package dev.sluice.device.cpu.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.device.cpu.kernel.plain.PlainSpanKernels;
import dev.sluice.device.cpu.kernel.vector.VectorSpanKernels;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checks each span kernel against its definition, at odd offsets. Neighbouring elements must not
 * change.
 */
class SpanKernelsTest {
  private static final int A = 3;
  private static final int B = 1;
  private static final int C = 2;

  /** A kernel that writes to its last array. */
  private interface Loop {
    void run(SpanKernels spans, float[] a, float[] b, float[] c, int length);
  }

  /** The new value of one element of the last array. */
  private interface Definition {
    float value(float a, float b, float c);
  }

  private record Case(Loop loop, Definition definition) {}

  private static final Map<String, Case> CASES =
      new TreeMap<>(
          Map.of(
              "product",
              new Case(
                  (spans, a, b, c, length) -> spans.product(a, A, b, B, c, C, length),
                  (a, b, c) -> a * b),
              "addProduct",
              new Case(
                  (spans, a, b, c, length) -> spans.addProduct(a, A, b, B, c, C, length),
                  (a, b, c) -> c + a * b),
              "clip",
              new Case(
                  (spans, a, b, c, length) -> spans.clip(2.5f, c, C, length),
                  (a, b, c) -> Float.isNaN(c) ? c : c > 2.5f ? 2.5f : c < -2.5f ? -2.5f : c),
              "clearOutside",
              new Case(
                  (spans, a, b, c, length) -> spans.clearOutside(-1, 2, b, B, c, C, length),
                  (a, b, c) -> b <= -1 || b >= 2 ? 0 : c),
              "blend",
              new Case(
                  (spans, a, b, c, length) -> spans.blend(a, A, b, B, c, C, length),
                  (a, b, c) -> c + a * (b - c))));

  static Stream<Arguments> cases() {
    return lengths()
        .flatMap(
            each ->
                CASES.keySet().stream()
                    .map(name -> Arguments.of(each.get()[0], each.get()[1], name)));
  }

  static Stream<Arguments> lengths() {
    return Stream.of(new PlainSpanKernels(), new VectorSpanKernels())
        .flatMap(
            spans ->
                Stream.of(0, 1, 7, 8, 15, 16, 17, 33, 100)
                    .map(length -> Arguments.of(spans, length)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void followsItsDefinition(SpanKernels spans, int length, String name) {
    Case each = CASES.get(name);
    float[] a = numbers(A, length, 5);
    float[] b = numbers(B, length, 7);
    float[] c = numbers(C, length, 11);
    float[] expected = c.clone();
    for (int i = 0; i < length; i++) {
      expected[C + i] = each.definition().value(a[A + i], b[B + i], c[C + i]);
    }
    each.loop().run(spans, a, b, c, length);
    assertArrayEquals(expected, c);
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void computesSumsAndDotProducts(SpanKernels spans, int length) {
    float[] a = numbers(A, length, 5);
    float[] b = numbers(B, length, 7);
    float sum = 0;
    float dot = 0;
    for (int i = 0; i < length; i++) {
      sum += a[A + i];
      dot += a[A + i] * b[B + i];
    }
    assertEquals(sum, spans.sum(a, A, length));
    assertEquals(dot, spans.dot(a, A, b, B, length));
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void splitsOffAFraction(SpanKernels spans, int length) {
    float[] k = numbers(A, length, 5);
    float[] a = numbers(B, length, 7);
    float[] b = numbers(C, length, 11);
    float[] expectedA = a.clone();
    float[] expectedB = b.clone();
    for (int i = 0; i < length; i++) {
      expectedB[C + i] = k[A + i] * a[B + i];
      expectedA[B + i] = a[B + i] - expectedB[C + i];
    }
    spans.split(k, A, a, B, b, C, length);
    assertArrayEquals(expectedA, a);
    assertArrayEquals(expectedB, b);
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void clipsAndDerivativesDoNotHideNaN(SpanKernels spans, int length) {
    float[] values = new float[length];
    Arrays.fill(values, Float.NaN);
    float[] derivatives = values.clone();
    spans.clip(1, values, 0, length);
    spans.clearOutside(-1, 1, values, 0, derivatives, 0, length);
    for (int i = 0; i < length; i++) {
      assertEquals(Float.NaN, values[i]);
      assertEquals(Float.NaN, derivatives[i]);
    }
  }

  /** Small multiples of one half, so that every order of additions gives the same sum. */
  private static float[] numbers(int offset, int length, int period) {
    float[] numbers = new float[offset + length + 9];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = 0.5f * (i * 3 % (2 * period + 1) - period);
    }
    return numbers;
  }
}
