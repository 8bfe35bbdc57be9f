package dev.sluice.interop.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.interop.onnx.tensor.OnnxException;
import org.junit.jupiter.api.Test;

/**
 * Checks that ONNX Runtime runs on a large stack: an overflow of the native stack would end the
 * JVM.
 */
class OnnxRuntimeStackTest {
  private static final int DEPTH = 100_000;

  private static int descend(int depth) {
    return depth == 0 ? 0 : 1 + descend(depth - 1);
  }

  @Test
  void itsStackIsMuchLargerThanThatOfTheCaller() {
    assertThrows(StackOverflowError.class, () -> descend(DEPTH));
    assertEquals(DEPTH, OnnxRuntimeSession.onLargeStack(() -> descend(DEPTH)));
  }

  @Test
  void refusalsAreRethrownUnchanged() {
    OnnxException refusal = new OnnxException("no");
    OnnxException thrown =
        assertThrows(
            OnnxException.class,
            () ->
                OnnxRuntimeSession.onLargeStack(
                    () -> {
                      throw refusal;
                    }));
    assertSame(refusal, thrown);
  }
}
