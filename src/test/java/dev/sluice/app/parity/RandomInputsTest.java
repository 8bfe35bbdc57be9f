package dev.sluice.app.parity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.app.launch.UserError;
import dev.sluice.interop.onnx.OnnxInput;
import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests inputs of a model that does not fix its sizes or ranges. */
class RandomInputsTest {
  private static final OnnxInput RATE =
      new OnnxInput("sr", ElementType.INT64, List.of(), List.of(), false, 0);
  private static final OnnxInput FRAMES =
      new OnnxInput("x", ElementType.FLOAT, List.of(0, 0, 0), List.of("", "", ""), false, 0);

  private static Map<String, HostTensor> draw(
      Map<String, Integer> sizes, Map<String, Long> values) {
    return new RandomInputs(3, 7, sizes, values, 1).draw(List.of(RATE, FRAMES));
  }

  @Test
  void integersAndUnnamedSizesCanBeSet() {
    Map<String, HostTensor> drawn = draw(Map.of("x.2", 80, "x.0", 2), Map.of("sr", 16_000L));
    assertEquals(16_000, drawn.get("sr").value(0));
    assertArrayEquals(new int[] {2, 3, 80}, drawn.get("x").shape());
  }

  @Test
  void missingInformationIsNamedWithItsOption() {
    assertSays(
        "input sr: the range of these integers is unknown",
        "--value sr=V",
        Map.of("x.2", 4),
        Map.of());
    assertSays("input x: size 2 is not fixed", "--size x.2=N", Map.of(), Map.of("sr", 1L));
  }

  @Test
  void aValueForAnotherInputIsRefused() {
    assertSays("--value x: expected an integer input", "[sr]", Map.of(), Map.of("x", 1L));
    assertSays("--value y: expected an integer input", "[sr]", Map.of(), Map.of("y", 1L));
  }

  private static void assertSays(
      String what, String advice, Map<String, Integer> sizes, Map<String, Long> values) {
    UserError refused = assertThrows(UserError.class, () -> draw(sizes, values));
    assertTrue(refused.getMessage().contains(what), refused.getMessage());
    assertTrue(refused.getMessage().contains(advice), refused.getMessage());
  }
}
