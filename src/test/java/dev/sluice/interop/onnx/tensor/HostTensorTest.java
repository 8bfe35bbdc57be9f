package dev.sluice.interop.onnx.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class HostTensorTest {

  @Test
  void onlyDoublesAreAdvisedToBecomeFloats() {
    HostTensor doubles = HostTensor.doubles(new double[] {1, 2}, 2);
    assertEquals(
        "expected values of type FLOAT, got DOUBLE [2];"
            + " export the model in float32 (in PyTorch model.float())",
        assertThrows(OnnxException.class, doubles::floats).getMessage());
    HostTensor integers = HostTensor.int64s(1, 2);
    assertEquals(
        "expected values of type FLOAT, got INT64 [2]",
        assertThrows(OnnxException.class, integers::floats).getMessage());
  }
}
