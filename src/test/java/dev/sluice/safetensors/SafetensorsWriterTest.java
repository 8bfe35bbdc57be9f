package dev.sluice.safetensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SafetensorsWriterTest {
  private static final String LONE_SURROGATE = "a\ud800b";

  @TempDir Path directory;
  private Path path;

  @BeforeEach
  void choosePath() {
    path = directory.resolve("m.safetensors");
  }

  @Test
  void theBytesAreThoseOfTheFormat() throws IOException {
    new SafetensorsWriter()
        .withInts("b", new int[] {1, -2}, 2)
        .withFloat16("h", new float[] {1, -2}, 1, 2)
        .withFloats("c", new float[] {1.5f}, 1)
        .withFloats("a", new float[] {2})
        .withMetadata("k", "é")
        .write(path);
    String header =
        "{\"__metadata__\":{\"k\":\"é\"},"
            + "\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]},"
            + "\"c\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]},"
            + "\"b\":{\"dtype\":\"I32\",\"shape\":[2],\"data_offsets\":[8,16]},"
            + "\"h\":{\"dtype\":\"F16\",\"shape\":[1,2],\"data_offsets\":[16,20]}}";
    int unpadded = header.getBytes(StandardCharsets.UTF_8).length;
    String padded = header + " ".repeat((8 - unpadded % 8) % 8);
    byte[] data = {
      0, 0, 0, 0x40, 0, 0, (byte) 0xc0, 0x3f, 1, 0, 0, 0, -2, -1, -1, -1, 0, 0x3c, 0, (byte) 0xc0
    };
    assertArrayEquals(HandMade.file(padded, data), Files.readAllBytes(path));
  }

  @Test
  void theHeaderIsPaddedToEightBytesForEveryLengthOfName() throws IOException {
    for (int length = 1; length <= 16; length++) {
      new SafetensorsWriter().withDoubles("n".repeat(length), new double[] {1}).write(path);
      long header = Long.reverseBytes(ByteBuffer.wrap(Files.readAllBytes(path)).getLong());
      assertEquals(0, header % 8, "name of length " + length);
      assertArrayEquals(new double[] {1}, SafetensorsFile.read(path).doubles("n".repeat(length)));
    }
  }

  @Test
  void namesAreOrderedByTheirUtf8BytesAsTheReferenceOrdersThem() {
    new SafetensorsWriter()
        .withFloats("\ud83d\udc22", new float[1])
        .withFloats("\uffee", new float[1])
        .withFloats("z", new float[1])
        .write(path);
    assertEquals(
        List.of("z", "\uffee", "\ud83d\udc22"),
        new ArrayList<>(SafetensorsFile.read(path).names()));
  }

  @Test
  void addingToAWriterLeavesItAsItWas() {
    SafetensorsWriter one = new SafetensorsWriter().withFloats("a", new float[] {1}, 1);
    one.withFloats("b", new float[] {2}, 1).withMetadata("k", "v");
    one.write(path);
    SafetensorsFile file = SafetensorsFile.read(path);
    assertEquals(1, file.names().size());
    assertTrue(file.metadata().isEmpty());
  }

  @Test
  void theArrayIsWrittenAsItIsAtTheTimeOfWriting() {
    float[] data = {1, 2};
    SafetensorsWriter writer = new SafetensorsWriter().withFloats("a", data, 2);
    data[1] = 5;
    writer.write(path);
    assertArrayEquals(new float[] {1, 5}, SafetensorsFile.read(path).floats("a"));
  }

  @Test
  void writingReplacesTheFileAndLeavesNoTemporaryFile() throws IOException {
    new SafetensorsWriter().withFloats("a", new float[] {1}).write(path);
    new SafetensorsWriter().withFloats("a", new float[] {2}).write(path);
    assertArrayEquals(new float[] {2}, SafetensorsFile.read(path).floats("a"));
    assertEquals(List.of(path), list());
  }

  @Test
  void aTargetThatCannotBeReplacedIsNamedAndLeavesNoTemporaryFile() throws IOException {
    Files.createDirectory(path);
    Files.writeString(path.resolve("inside"), "");
    SafetensorsWriter writer = new SafetensorsWriter().withFloats("a", new float[] {1});
    UncheckedIOException thrown =
        assertThrows(UncheckedIOException.class, () -> writer.write(path));
    assertTrue(thrown.getMessage().contains(path.toString()), thrown.getMessage());
    assertEquals(List.of(path), list());
  }

  @Test
  void aMissingDirectoryIsNamed() {
    Path lost = directory.resolve("missing").resolve("m.safetensors");
    UncheckedIOException thrown =
        assertThrows(UncheckedIOException.class, () -> new SafetensorsWriter().write(lost));
    assertTrue(thrown.getMessage().contains(lost.toString()), thrown.getMessage());
    assertFalse(Files.exists(lost.getParent()));
  }

  /** A misuse and what its message must contain. */
  private static Arguments misuse(Runnable use, String... fragments) {
    return Arguments.of(use, fragments);
  }

  static Stream<Arguments> misuses() {
    SafetensorsWriter writer = new SafetensorsWriter();
    float[] six = new float[6];
    return Stream.of(
        misuse(
            () -> writer.withFloats("w", six, 2, 4), "'w'", "expected 8 elements", "[2, 4]", "6"),
        misuse(() -> writer.withFloats("w", six), "'w'", "expected 1 element", "[]", "found 6"),
        misuse(() -> writer.withFloats("w", six, 0), "'w'", "expected 0 elements", "found 6"),
        misuse(() -> writer.withLongs("w", new long[6], -2, -3), "'w'", "at least 0", "[-2, -3]"),
        misuse(
            () -> writer.withFloats("w", six, Long.MAX_VALUE, 2),
            "'w'",
            "2^63",
            "9223372036854775807"),
        misuse(() -> writer.withFloats("w", six, 6).withInts("w", new int[1], 1), "'w' again"),
        misuse(() -> writer.withFloats("__metadata__", six, 6), "other than __metadata__"),
        misuse(() -> writer.withFloats(LONE_SURROGATE, six, 6), "tensor", "lone surrogate"),
        misuse(() -> writer.withMetadata(LONE_SURROGATE, "v"), "metadata", "lone surrogate"),
        misuse(() -> writer.withMetadata("k", LONE_SURROGATE), "'k'", "lone surrogate"),
        misuse(
            () -> writer.withMetadata("k", "v").withMetadata("k", "v"), "metadata", "'k' again"));
  }

  @ParameterizedTest
  @MethodSource("misuses")
  void misuseIsRefusedWithNameExpectedAndFound(Runnable use, String[] fragments) {
    String message = assertThrows(IllegalArgumentException.class, use::run).getMessage();
    for (String fragment : fragments) {
      assertTrue(message.contains(fragment), message + " should contain " + fragment);
    }
  }

  private List<Path> list() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}
