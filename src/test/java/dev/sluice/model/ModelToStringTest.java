package dev.sluice.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.cell.Lstm;
import dev.sluice.device.DType;
import dev.sluice.device.Device;
import dev.sluice.device.Devices;
import dev.sluice.device.Shape;
import dev.sluice.device.Tensor;
import org.junit.jupiter.api.Test;

/** The texts that JShell and debuggers show. */
class ModelToStringTest {

  @Test
  void ofAModelSaysWhatItIsAfterItsCloseToo() {
    ModelSpec spec = ModelSpec.ofSequences(3).recurrent(Lstm.of(3, 16)).dense(2);
    Device device = Devices.cpu(1);
    Model model = Model.create(spec, device, 1);
    String said =
        "model from [T, N, 3] to [T, N, 2]: 0.recurrent, 1.dense; 1,378 parameters on cpu";
    assertEquals(said, model.toString());
    StatefulModel windows = model.stateful(4);
    assertEquals("windows of 4 rows through " + said, windows.toString());
    windows.close();
    model.close();
    assertEquals(said, model.toString());
    assertTrue(device.toString().startsWith("cpu, 1 thread, "), device.toString());
    String open = device.toString();
    device.close();
    assertEquals(open, device.toString());
    assertEquals(said, model.toString());
  }

  @Test
  void ofATensorShowsItsFirstValues() {
    try (Device device = Devices.cpu(1)) {
      Tensor floats = device.allocate(DType.FLOAT32, Shape.of(2, 4));
      floats.write(0.5f, 1, Float.NaN, -2, 3, 4, 5, 6);
      assertEquals("FLOAT32 [2, 4]: 0.5, 1.0, NaN, -2.0, 3.0, 4.0, ...", floats.toString());
      Tensor ints = device.allocate(DType.INT32, Shape.of(2));
      ints.write(7, -1);
      assertEquals("INT32 [2]: 7, -1", ints.toString());
      Tensor none = device.allocate(DType.FLOAT32, Shape.of(0, 3));
      assertEquals("FLOAT32 [0, 3]", none.toString());
      floats.close();
      ints.close();
      none.close();
      assertEquals("FLOAT32 [2, 4] (closed)", floats.toString());
    }
  }
}
