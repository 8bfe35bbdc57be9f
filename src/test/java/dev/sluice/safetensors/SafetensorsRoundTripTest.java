package dev.sluice.safetensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsRoundTripTest {
  @TempDir Path directory;
  private Path path;

  @BeforeEach
  void choosePath() {
    path = directory.resolve("m.safetensors");
  }

  @Test
  void everyWrittenTypeReadsBackExactly() {
    float[] floats = {1.5f, -0f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NaN, 0.1f};
    float[] halves = {1.5f, -0f, 0x1p-24f, 65504f, Float.NEGATIVE_INFINITY, 0.25f};
    double[] doubles = {Math.PI, -0d, Double.MIN_VALUE, Double.MAX_VALUE, Double.NaN, 1e300};
    long[] longs = {Long.MIN_VALUE, Long.MAX_VALUE, -1, 0, 1, 1L << 40};
    int[] ints = {Integer.MIN_VALUE, Integer.MAX_VALUE, -1, 0, 1, 7};
    new SafetensorsWriter()
        .withFloats("f", floats, 2, 3)
        .withFloat16("h", halves, 6)
        .withBfloat16("b", new float[] {1.5f, -0f, 0x1p-133f, 0x1p127f, Float.NaN, 0.25f}, 3, 2, 1)
        .withDoubles("d", doubles, 1, 6)
        .withLongs("l", longs, 6)
        .withInts("i", ints, 6, 1)
        .write(path);

    SafetensorsFile file = SafetensorsFile.read(path);
    assertArrayEquals(floats, file.floats("f"));
    assertArrayEquals(halves, file.floats("h"));
    assertArrayEquals(
        new float[] {1.5f, -0f, 0x1p-133f, 0x1p127f, Float.NaN, 0.25f}, file.floats("b"));
    assertArrayEquals(doubles, file.doubles("d"));
    assertArrayEquals(longs, file.longs("l"));
    assertArrayEquals(ints, file.ints("i"));
    assertArrayEquals(
        new double[] {1.5, -0d, 0x1p-24, 65504, Double.NEGATIVE_INFINITY, 0.25}, file.doubles("h"));
    assertArrayEquals(
        new double[] {1.5, -0d, 0x1p-133, 0x1p127, Double.NaN, 0.25}, file.doubles("b"));
    assertEquals(0.1f, file.doubles("f")[5]);
    assertArrayEquals(
        new long[] {Integer.MIN_VALUE, Integer.MAX_VALUE, -1, 0, 1, 7}, file.longs("i"));
    assertEquals(new TensorInfo("b", DataType.BF16, List.of(3L, 2L, 1L), 144, 156), file.info("b"));
    assertEquals(6, file.info("b").elementCount());
  }

  @Test
  void aScalarHasAnEmptyShapeAndOneElement() {
    new SafetensorsWriter().withFloats("s", new float[] {7}).write(path);
    SafetensorsFile file = SafetensorsFile.read(path);
    assertEquals(List.of(), file.info("s").shape());
    assertEquals(1, file.info("s").elementCount());
    assertArrayEquals(new float[] {7}, file.floats("s"));
  }

  @Test
  void aTensorOfSizeZeroKeepsItsShape() {
    new SafetensorsWriter()
        .withFloats("a", new float[0], 3, 0, 5)
        .withFloats("b", new float[] {1}, 1)
        .withLongs("c", new long[0], 0)
        .write(path);
    SafetensorsFile file = SafetensorsFile.read(path);
    assertEquals(List.of(3L, 0L, 5L), file.info("a").shape());
    assertEquals(0, file.floats("a").length);
    assertEquals(0, file.longs("c").length);
    assertArrayEquals(new float[] {1}, file.floats("b"));
  }

  @ParameterizedTest
  @ValueSource(ints = {8191, 8192, 8193, 16384, 100_001})
  void tensorsLongerThanABlockReadBackExactly(int length) {
    float[] floats = new float[length];
    double[] doubles = new double[length];
    for (int i = 0; i < length; i++) {
      floats[i] = i * 0.5f;
      doubles[i] = i / 3.0;
    }
    new SafetensorsWriter()
        .withFloats("f", floats, length)
        .withDoubles("d", doubles, length)
        .write(path);
    SafetensorsFile file = SafetensorsFile.read(path);
    assertArrayEquals(floats, file.floats("f"));
    assertArrayEquals(doubles, file.doubles("d"));
  }

  @Test
  void metadataKeepsItsOrderAndAnyText() {
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put("z", "");
    entries.put("a \"quoted\" \\ key", "line\nbreak\u0001");
    entries.put("żółw 🐢", "{\"nested\": \"json\"}");
    new SafetensorsWriter()
        .withMetadata(entries)
        .withMetadata("last", "x".repeat(100_000))
        .write(path);
    entries.put("last", "x".repeat(100_000));
    Map<String, String> found = SafetensorsFile.read(path).metadata();
    assertEquals(entries, found);
    assertEquals(new ArrayList<>(entries.keySet()), new ArrayList<>(found.keySet()));
  }

  @Test
  void aFileOfNothingReadsAsNothing() {
    new SafetensorsWriter().write(path);
    SafetensorsFile file = SafetensorsFile.read(path);
    assertTrue(file.names().isEmpty());
    assertTrue(file.metadata().isEmpty());
  }

  @Test
  void namesComeInTheOrderOfTheData() {
    new SafetensorsWriter()
        .withInts("i", new int[1], 1)
        .withFloats("b", new float[1], 1)
        .withFloats("a", new float[1], 1)
        .withLongs("l", new long[1], 1)
        .write(path);
    SafetensorsFile file = SafetensorsFile.read(path);
    assertEquals(List.of("l", "a", "b", "i"), new ArrayList<>(file.names()));
    assertTrue(file.has("a"));
    assertFalse(file.has("c"));
  }
}
