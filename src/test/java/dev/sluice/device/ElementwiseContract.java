package dev.sluice.device;

import static dev.sluice.device.OperationsFixture.assertClose;
import static dev.sluice.device.OperationsFixture.assertRefused;
import static dev.sluice.device.OperationsFixture.doubles;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.cell.Activation;
import dev.sluice.oracle.OracleRandom;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

public abstract class ElementwiseContract extends DeviceTest {
  private static final RandomStream STREAM = new RandomStream(11, 5, 2);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 7, 1021, 16_400, 140_003})
  void arithmeticOnElements(int count) {
    try (OperationsFixture f = new OperationsFixture(device)) {
      Elementwise ops = f.device.elementwise();
      Tensor a = f.normal(count);
      Tensor b = f.normal(count);
      double[] sum = doubles(b);
      double[] values = doubles(a);
      for (int i = 0; i < count; i++) {
        sum[i] += values[i];
      }

      ops.add(a, b);
      assertClose(sum, b, 1e-6);

      Tensor copy = f.scope.floats(count);
      ops.copy(a, copy);
      assertArrayEquals(a.floats(), copy.floats());

      ops.add(copy, copy);
      assertClose(Arrays.stream(values).map(v -> 2 * v).toArray(), copy, 0);

      ops.fill(copy, 3);
      assertClose(Arrays.stream(values).map(v -> 3).toArray(), copy, 0);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 5",
    "1, 1",
    "3, 7",
    "1000, 65",
    "511, 32",
    "512, 33",
    "513, 31",
    "1025, 1030",
    "263000, 1"
  })
  void arithmeticOnRows(int rows, int columns) {
    try (OperationsFixture f = new OperationsFixture(device)) {
      Tensor matrix = f.normal(rows, columns);
      Tensor row = f.normal(columns);
      double[] m = doubles(matrix);
      double[] r = doubles(row);
      double[] sums = r.clone();
      double[] shifted = m.clone();
      for (int i = 0; i < m.length; i++) {
        sums[i % columns] += m[i];
        shifted[i] += r[i % columns];
      }

      Tensor sum = f.scope.floats(columns);
      f.device.elementwise().copy(row, sum);
      f.device.elementwise().addRowSums(matrix, sum);
      assertClose(sums, sum, 1e-5);

      f.device.elementwise().addToRows(row, matrix);
      assertClose(shifted, matrix, 1e-6);
    }
  }

  @ParameterizedTest
  @EnumSource(Activation.Kind.class)
  void activationsAndTheirGradients(Activation.Kind kind) {
    Activation activation = Activation.named(kind.name());
    for (int count : new int[] {0, 1, 13, 70_003}) {
      try (OperationsFixture f = new OperationsFixture(device)) {
        Elementwise ops = f.device.elementwise();
        Tensor x = f.normal(count);
        Tensor y = f.scope.floats(count);
        ops.activate(activation, x, y);
        float[] values = x.floats();
        double[] expected = new double[count];
        Arrays.setAll(expected, i -> activation.apply(values[i]));
        assertClose(expected, y, 1e-6);

        Tensor dY = f.normal(count);
        float[] upstream = dY.floats();
        float[] outputs = y.floats();
        Arrays.setAll(expected, i -> (double) upstream[i] * activation.derivative(outputs[i]));
        Tensor dX = f.scope.floats(count);
        ops.activateBackward(activation, y, dY, dX);
        assertClose(expected, dX, 1e-6);

        ops.activateBackward(activation, y, dY, dY);
        assertArrayEquals(dX.floats(), dY.floats());
        ops.activate(activation, x, x);
        assertArrayEquals(outputs, x.floats());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Activation.Kind.class)
  void activationsTakeTheirParametersAndKeepNaN(Activation.Kind kind) {
    Activation activation = new Activation(kind, 0.3f, 0.2f);
    float[] values = {
      -20, -3, -2.7f, -1, -0.7f, -0.3f, 0, 0.2f, 0.3f, 0.31f, 0.5f, 1, 2.6f, 2.7f, 3, 20
    };
    try (OperationsFixture f = new OperationsFixture(device)) {
      Elementwise ops = f.device.elementwise();
      Tensor x = f.vector(values);
      Tensor y = f.scope.floats(values.length);
      ops.activate(activation, x, y);
      double[] expected = new double[values.length];
      Arrays.setAll(expected, i -> activation.apply(values[i]));
      assertClose(expected, y, 1e-6);

      float[] outputs = y.floats();
      Arrays.setAll(expected, i -> 2 * activation.derivative(outputs[i]));
      Tensor dY = f.scope.floats(values.length);
      ops.fill(dY, 2);
      ops.activateBackward(activation, y, dY, dY);
      assertClose(expected, dY, 1e-6);

      ops.fill(x, Float.NaN);
      ops.activate(activation, x, x);
      for (float value : x.floats()) {
        assertTrue(Float.isNaN(value));
      }
    }
  }

  @Test
  void anActivationDoesNotDependOnTheElementsPosition() {
    try (OperationsFixture f = new OperationsFixture(device)) {
      Tensor x = f.scope.floats(1043);
      f.device.elementwise().fill(x, 0.7f);
      f.device.elementwise().activate(Activation.tanh(), x, x);
      float[] values = x.floats();
      float[] same = values.clone();
      Arrays.fill(same, values[0]);
      assertArrayEquals(same, values);
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {0.5f, 0.1f, 0.9f})
  void dropoutKeepsTheExpectedFractionAndScalesIt(float rate) {
    int count = 100_003;
    try (OperationsFixture f = new OperationsFixture(device)) {
      Tensor x = f.normal(count);
      Tensor y = f.scope.floats(count);
      f.device.elementwise().dropout(x, rate, STREAM, y);
      float[] before = x.floats();
      float[] after = y.floats();
      int kept = 0;
      for (int i = 0; i < count; i++) {
        if (after[i] != 0) {
          kept++;
          assertEquals(before[i] / (1 - (double) rate), after[i], 1e-5 * Math.abs(after[i]));
        }
      }
      double deviation = Math.sqrt(count * (double) rate * (1 - rate));
      assertEquals(count * (1 - (double) rate), kept, 4 * deviation);
    }
  }

  @Test
  void dropoutFollowsTheDocumentedMapping() {
    for (RandomStream stream :
        List.of(
            STREAM, new RandomStream(-7L << 30, (9L << 35) + 5, 1), new RandomStream(1, 2, -3))) {
      for (int count : new int[] {11, 70_003}) {
        try (OperationsFixture f = new OperationsFixture(device)) {
          Tensor x = f.normal(count);
          float[] expected = x.floats();
          for (int i = 0; i < count; i++) {
            expected[i] = OracleRandom.uniform(stream, i) < 0.25 ? 0 : expected[i] * (1 / 0.75f);
          }
          f.device.elementwise().dropout(x, 0.25f, stream, x);
          assertArrayEquals(expected, x.floats());
        }
      }
    }
  }

  @Test
  void aRateOfOneDrawKeepsThatDraw() {
    try (OperationsFixture f = new OperationsFixture(device)) {
      float draw = (float) OracleRandom.uniform(STREAM, 0);
      Tensor x = f.vector(3);
      f.device.elementwise().dropout(x, draw, STREAM, x);
      assertArrayEquals(new float[] {3 * (1 / (1 - draw))}, x.floats());
      x.write(3f);
      f.device.elementwise().dropout(x, Math.nextUp(draw), STREAM, x);
      assertArrayEquals(new float[] {0}, x.floats());
    }
  }

  @Test
  void dropoutOfRateZeroIsACopy() {
    try (OperationsFixture f = new OperationsFixture(device)) {
      Tensor x = f.normal(1000);
      Tensor y = f.scope.floats(1000);
      f.device.elementwise().dropout(x, 0, STREAM, y);
      assertArrayEquals(x.floats(), y.floats());
    }
  }

  @Test
  void droppedElementsAreZeroWhateverTheyWere() {
    try (OperationsFixture f = new OperationsFixture(device)) {
      Tensor x = f.scope.floats(1000);
      f.device.elementwise().fill(x, Float.NaN);
      f.device.elementwise().dropout(x, 0.5f, STREAM, x);
      float[] values = x.floats();
      int zeros = 0;
      for (float value : values) {
        zeros += value == 0 ? 1 : 0;
      }
      assertEquals(500, zeros, 4 * Math.sqrt(250));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 2, 3",
    "1, 1, 1",
    "3, 0, 5",
    "1, 3, 7",
    "5, 1, 3",
    "16, 2, 4",
    "17, 3, 5",
    "40, 9, 331"
  })
  void lockedDropoutUsesOneMaskForAllTimesteps(int timesteps, int batch, int features) {
    int step = batch * features;
    try (OperationsFixture f = new OperationsFixture(device)) {
      Tensor x = f.normal(timesteps, batch, features);
      float[] expected = x.floats();
      for (int i = 0; i < expected.length; i++) {
        boolean dropped = OracleRandom.uniform(STREAM, i % step) < 0.25;
        expected[i] = dropped ? 0 : expected[i] * (1 / 0.75f);
      }
      Tensor y = f.scope.floats(timesteps, batch, features);
      f.device.elementwise().lockedDropout(x, 0.25f, STREAM, y);
      assertArrayEquals(expected, y.floats());
      f.device.elementwise().lockedDropout(x, 0.25f, STREAM, x);
      assertArrayEquals(expected, x.floats());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 9000})
  void columnsAreCopiedAndOthersUnchanged(int rows) {
    try (OperationsFixture f = new OperationsFixture(device)) {
      Tensor source = f.normal(rows, 1, 5);
      Tensor target = f.normal(rows, 7);
      float[] a = source.floats();
      float[] expected = target.floats();
      for (int r = 0; r < rows; r++) {
        for (int c = 0; c < 3; c++) {
          expected[r * 7 + 4 + c] = a[r * 5 + 1 + c];
        }
      }
      f.device.elementwise().copyColumns(source, 1, target, 4, 3);
      assertArrayEquals(expected, target.floats());
    }
  }

  @Test
  void copiedColumnsMayBeManyOrNone() {
    try (OperationsFixture f = new OperationsFixture(device)) {
      Tensor source = f.normal(3, 1031);
      Tensor target = f.normal(3, 1033);
      float[] a = source.floats();
      float[] expected = target.floats();
      f.device.elementwise().copyColumns(source, 5, target, 9, 0);
      assertArrayEquals(expected, target.floats());
      for (int r = 0; r < 3; r++) {
        System.arraycopy(a, r * 1031 + 1, expected, r * 1033 + 3, 1030);
      }
      f.device.elementwise().copyColumns(source, 1, target, 3, 1030);
      assertArrayEquals(expected, target.floats());
    }
  }

  @Test
  void writesCountAsVersions() {
    try (OperationsFixture f = new OperationsFixture(device)) {
      Tensor a = f.normal(3);
      Tensor b = f.normal(3);
      long before = b.version();
      f.device.elementwise().add(a, b);
      assertTrue(b.version() > before);
    }
  }

  @Test
  void wrongArgumentsAreNamed() {
    try (OperationsFixture f = new OperationsFixture(device)) {
      Elementwise ops = f.device.elementwise();
      Tensor four = f.normal(2, 2);
      Tensor five = f.normal(5);
      Tensor integers = f.integers(0, 1, 4);
      Activation tanh = Activation.tanh();
      assertRefused("target: expected FLOAT32, got INT32 [4]", () -> ops.fill(integers, 0));
      assertRefused(
          "target: expected FLOAT32 with 4 elements, got FLOAT32 [5]", () -> ops.copy(four, five));
      assertRefused("target: expected FLOAT32 with 5", () -> ops.add(five, four));
      assertRefused("row: expected FLOAT32 with 2", () -> ops.addToRows(five, four));
      assertRefused("sum: expected FLOAT32 with 2", () -> ops.addRowSums(four, five));
      assertRefused("y: expected FLOAT32 with 4", () -> ops.activate(tanh, four, five));
      assertRefused(
          "dY: expected FLOAT32 with 4", () -> ops.activateBackward(tanh, four, five, four));
      assertRefused(
          "dX: expected FLOAT32 with 4", () -> ops.activateBackward(tanh, four, four, five));
      for (float rate : new float[] {-0.1f, 1, Float.NaN}) {
        assertRefused(
            "rate: expected 0 to below 1 in float32, got " + rate,
            () -> ops.dropout(four, rate, STREAM, four));
      }
      Tensor sequence = f.normal(2, 3, 4);
      assertRefused(
          "x: expected FLOAT32 [any, any, any], got FLOAT32 [2, 2]",
          () -> ops.lockedDropout(four, 0.5f, STREAM, four));
      assertRefused(
          "y: expected FLOAT32 [2, 3, 4]",
          () -> ops.lockedDropout(sequence, 0.5f, STREAM, f.normal(3, 2, 4)));
      assertRefused(
          "rate: expected 0 to below 1 in float32, got 1.0",
          () -> ops.lockedDropout(sequence, 1, STREAM, sequence));
      Tensor other = f.normal(2, 3);
      assertRefused("another tensor", () -> ops.copyColumns(four, 0, four, 1, 1));
      assertRefused(
          "target: expected 2 rows", () -> ops.copyColumns(four, 0, f.normal(3, 2), 0, 1));
      assertRefused("width: expected 0 to 2, got 3", () -> ops.copyColumns(four, 0, other, 0, 3));
      assertRefused("sourceOffset: expected 0 to 1", () -> ops.copyColumns(four, 2, other, 0, 1));
      assertRefused("targetOffset: expected 0 to 1", () -> ops.copyColumns(four, 0, other, 2, 2));
      assertArrayEquals(new long[] {1, 1, 1}, versions(List.of(four, five, other)));
    }
  }

  private static long[] versions(List<Tensor> tensors) {
    return tensors.stream().mapToLong(Tensor::version).toArray();
  }

  @Test
  void aClosedTensorIsRefused() {
    try (OperationsFixture f = new OperationsFixture(device)) {
      Tensor closed = f.device.allocate(DType.FLOAT32, f.normal(3).shape());
      closed.close();
      assertThrows(IllegalStateException.class, () -> f.device.elementwise().fill(closed, 0));
    }
  }
}
