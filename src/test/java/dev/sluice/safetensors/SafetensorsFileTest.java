package dev.sluice.safetensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SafetensorsFileTest {
  @TempDir Path directory;

  static Stream<Arguments> integers() {
    return Stream.of(
        Arguments.of("BOOL", 1, new long[] {0, 1}),
        Arguments.of("U8", 1, new long[] {0, 127, 128, 255}),
        Arguments.of("I8", 1, new long[] {-128, -1, 127}),
        Arguments.of("I16", 2, new long[] {-32768, -1, 32767}),
        Arguments.of("U16", 2, new long[] {0, 32768, 65535}),
        Arguments.of("I32", 4, new long[] {Integer.MIN_VALUE, -1, Integer.MAX_VALUE}),
        Arguments.of("U32", 4, new long[] {0, 1L << 31, (1L << 32) - 1}),
        Arguments.of("I64", 8, new long[] {Long.MIN_VALUE, -1, Long.MAX_VALUE}),
        Arguments.of("U64", 8, new long[] {0, 1, Long.MAX_VALUE}));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("integers")
  void everyIntegerTypeReadsItsExtremes(String dtype, int size, long[] values) throws IOException {
    byte[] data = HandMade.littleEndian(size, values);
    SafetensorsFile file = read(HandMade.tensor(dtype, "[" + values.length + "]", data));
    assertArrayEquals(values, file.longs("x"));
    assertEquals(DataType.valueOf(dtype), file.info("x").dtype());
    assertEquals(size, file.info("x").dtype().byteSize());
  }

  @Test
  void intsReadNarrowTypesAndWideValuesThatFit() throws IOException {
    byte[] bytes = HandMade.littleEndian(1, 0, 200, 255);
    assertArrayEquals(new int[] {0, 200, 255}, read(HandMade.tensor("U8", "[3]", bytes)).ints("x"));
    long[] extremes = {Integer.MIN_VALUE, Integer.MAX_VALUE};
    byte[] wide = HandMade.littleEndian(8, extremes);
    assertArrayEquals(
        new int[] {Integer.MIN_VALUE, Integer.MAX_VALUE},
        read(HandMade.tensor("I64", "[2]", wide)).ints("x"));
  }

  @ParameterizedTest
  @CsvSource({"I64, 8, 2147483648", "I64, 8, -2147483649", "U32, 4, 2147483648"})
  void anIntegerThatFitsNoIntIsRefusedByInts(String dtype, int size, long value)
      throws IOException {
    SafetensorsFile file =
        read(HandMade.tensor(dtype, "[2]", HandMade.littleEndian(size, 5, value)));
    assertRefused(() -> file.ints("x"), "tensor 'x'", "found " + value + " at element 1");
  }

  @Test
  void valuesOutsideTheirTypesRangeAreRefused() throws IOException {
    SafetensorsFile bool = read(HandMade.tensor("BOOL", "[3]", new byte[] {0, 1, 2}));
    assertRefused(() -> bool.longs("x"), "to 1", "found 2 at element 2");
    SafetensorsFile unsigned = read(HandMade.tensor("U64", "[1]", HandMade.littleEndian(8, -1)));
    assertRefused(() -> unsigned.longs("x"), "from 0", "found 18446744073709551615 at element 0");
  }

  static Stream<Arguments> mismatches() {
    BiFunction<SafetensorsFile, String, Object> floats = SafetensorsFile::floats;
    BiFunction<SafetensorsFile, String, Object> doubles = SafetensorsFile::doubles;
    BiFunction<SafetensorsFile, String, Object> longs = SafetensorsFile::longs;
    BiFunction<SafetensorsFile, String, Object> ints = SafetensorsFile::ints;
    return Stream.of(
        Arguments.of("F64", floats, "doubles()"),
        Arguments.of("I64", floats, "longs()"),
        Arguments.of("I64", doubles, "longs()"),
        Arguments.of("F64", longs, "doubles()"),
        Arguments.of("F64", ints, "doubles()"));
  }

  @ParameterizedTest(name = "{0}, use {2}")
  @MethodSource("mismatches")
  void aTensorOfAnotherTypeIsRefusedWithTheMethodToUse(
      String dtype, BiFunction<SafetensorsFile, String, Object> method, String instead)
      throws IOException {
    SafetensorsFile file = read(HandMade.tensor(dtype, "[1]", new byte[8]));
    assertRefused(() -> method.apply(file, "x"), "tensor 'x'", "found " + dtype, "use " + instead);
  }

  @Test
  void aMissingTensorIsRefusedWithTheNearestNames() {
    Path path = directory.resolve("m.safetensors");
    new SafetensorsWriter()
        .withFloats("weight_ih_l0", new float[1])
        .withFloats("weight_hh_l0", new float[1])
        .withFloats("embedding.table.of.words", new float[1])
        .withFloats("bias_ih_l0", new float[1])
        .withFloats("bias_hh_l0", new float[1])
        .withFloats("decoder", new float[1])
        .write(path);
    SafetensorsFile file = SafetensorsFile.read(path);
    String message =
        assertRefused(
            () -> file.floats("weight_hh_10"), "'weight_hh_10'", "of 6 are 'weight_hh_l0'");
    assertTrue(!message.contains("embedding"), message);
  }

  @Test
  void aMissingTensorOfAnEmptyFileIsRefused() throws IOException {
    SafetensorsFile file = read(HandMade.file("{}", new byte[0]));
    assertRefused(() -> file.info("x"), "'x'", "no tensors");
  }

  @Test
  void aNameIsShownShortAndWithoutControlCharacters() throws IOException {
    SafetensorsFile file = read(HandMade.file("{}", new byte[0]));
    String name = "\u001b[31m" + "n".repeat(10_000);
    String message = assertRefused(() -> file.info(name), "'?[31mnnn");
    assertTrue(message.length() < 1000, message);
  }

  @Test
  void tensorsInAnyOrderOfTheHeaderAreFoundAtTheirOffsets() throws IOException {
    SafetensorsFile file =
        read(
            HandMade.file(
                "{\"b\":{\"data_offsets\":[1,3],\"shape\":[2],\"dtype\":\"U8\"},\n"
                    + " \"a\" : {\"dtype\":\"I8\",\"shape\":[1,1],\"data_offsets\":[0,1]}}\n  ",
                new byte[] {-7, 8, 9}));
    assertArrayEquals(new long[] {-7}, file.longs("a"));
    assertArrayEquals(new long[] {8, 9}, file.longs("b"));
    assertEquals("[a, b]", file.names().toString());
  }

  @Test
  void aMissingFileIsAnIoFailureThatNamesIt() {
    Path path = directory.resolve("missing.safetensors");
    UncheckedIOException thrown =
        assertThrows(UncheckedIOException.class, () -> SafetensorsFile.read(path));
    assertTrue(thrown.getMessage().contains(path.toString()), thrown.getMessage());
    assertTrue(thrown.getMessage().contains("no such file"), thrown.getMessage());
  }

  @Test
  void aDirectoryIsAnIoFailureOrRefused() {
    RuntimeException thrown =
        assertThrows(RuntimeException.class, () -> SafetensorsFile.read(directory));
    assertTrue(thrown.getMessage().contains(directory.toString()), thrown.getMessage());
  }

  @Test
  void aFileReplacedSinceItWasReadIsRefused() {
    Path path = directory.resolve("m.safetensors");
    new SafetensorsWriter().withFloats("a", new float[] {1}).write(path);
    SafetensorsFile file = SafetensorsFile.read(path);
    new SafetensorsWriter().withFloats("a", new float[] {2, 3}, 2).write(path);
    assertRefused(() -> file.floats("a"), path.toString(), "changed");
  }

  @Test
  void aTensorLongerThanAnArrayIsRefusedBeforeAllocation() throws IOException {
    long size = 3L << 30;
    String header = "{\"x\":{\"dtype\":\"U8\",\"shape\":[%d],\"data_offsets\":[0,%d]}}";
    byte[] start = HandMade.file(String.format(Locale.ROOT, header, size, size), new byte[0]);
    Path path = directory.resolve("long.safetensors");
    try (FileChannel channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.SPARSE,
            StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(start));
      channel.write(ByteBuffer.allocate(1), start.length + size - 1);
    }
    SafetensorsFile file = SafetensorsFile.read(path);
    assertEquals(size, file.info("x").elementCount());
    assertRefused(() -> file.longs("x"), "tensor 'x'", "2147483639", "found 3221225472");
  }

  private SafetensorsFile read(byte[] file) throws IOException {
    return SafetensorsFile.read(
        Files.write(Files.createTempFile(directory, "hand", ".safetensors"), file));
  }

  private static String assertRefused(Runnable use, String... fragments) {
    String message = assertThrows(SafetensorsException.class, use::run).getMessage();
    for (String fragment : fragments) {
      assertTrue(message.contains(fragment), message + " should contain " + fragment);
    }
    return message;
  }
}
