package dev.sluice.safetensors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MalformedFileTest {
  private static final byte[] NOTHING = {};
  private static final byte[] EIGHT = new byte[8];

  @TempDir Path directory;

  private static Arguments bytes(String why, byte[] file, String... fragments) {
    return Arguments.of(why, file, fragments);
  }

  /** A header over a data buffer of eight bytes. */
  private static Arguments header(String why, String header, String... fragments) {
    return bytes(why, HandMade.file(header, EIGHT), fragments);
  }

  /** A header of the one tensor {@code x} with these fields, over eight bytes. */
  private static Arguments tensor(String why, String fields, String... fragments) {
    String[] all = Arrays.copyOf(fragments, fragments.length + 1);
    all[fragments.length] = "tensor 'x'";
    return header(why, "{\"x\":" + fields + "}", all);
  }

  private static String entry(String name, String dtype, String shape, String offsets) {
    return String.format(
        Locale.ROOT,
        "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s}",
        name,
        dtype,
        shape,
        offsets);
  }

  static Stream<Arguments> files() {
    byte[] empty = "{}".getBytes(StandardCharsets.UTF_8);
    return Stream.of(
        bytes("empty file", NOTHING, "expected 8 bytes of header length", "found 0"),
        bytes("seven bytes", new byte[7], "expected 8 bytes of header length", "found 7"),
        bytes("no header", new byte[8], "expected '{'", "nothing"),
        bytes("longer than file", HandMade.withLength(3, empty, NOTHING), "of 3 bytes", "found 2"),
        bytes(
            "longer than allowed",
            HandMade.withLength(100_000_001, empty, NOTHING),
            "at most 100000000",
            "100000001"),
        bytes(
            "length above 2^63",
            HandMade.withLength(-1, empty, NOTHING),
            "at most 100000000",
            "18446744073709551615"),
        bytes(
            "invalid UTF-8",
            HandMade.file(new byte[] {'{', '"', (byte) 0xc3, '"', '}'}, NOTHING),
            "expected UTF-8",
            "byte 2"),
        bytes(
            "overlong UTF-8",
            HandMade.file(new byte[] {'{', (byte) 0xc0, (byte) 0xaf, '}'}, NOTHING),
            "expected UTF-8",
            "byte 1"));
  }

  static Stream<Arguments> headers() {
    return Stream.of(
        header("leading space", " {}", "expected '{' first", "' '"),
        header("byte order mark", "\ufeff{}", "expected '{' first"),
        header("array", "[]", "expected '{' first", "'['"),
        header("unclosed", "{", "well-formed JSON", "character 1"),
        header("single quotes", "{'x':1}", "well-formed JSON"),
        header("trailing comma", "{\"__metadata__\":{},}", "well-formed JSON"),
        header("second object", "{}{}", "expected nothing after the object"),
        header("NUL padding", "{}\0\0", "well-formed JSON"),
        header("hole only", "{}", "data buffer: expected 0 bytes", "found 8"),
        header("leading surrogate alone", "{\"a\\ud800\":{}}", "surrogate"),
        header("trailing surrogate alone", "{\"a\\udc00\":{}}", "surrogate"),
        header(
            "surrogate alone in metadata",
            "{\"__metadata__\":{\"k\":\"\\udc00\"}}",
            "__metadata__",
            "surrogate"),
        header("metadata null", "{\"__metadata__\":null}", "__metadata__", "object of strings"),
        header("metadata number", "{\"__metadata__\":{\"k\":1}}", "a string for 'k'", "'1'"),
        header("metadata nested", "{\"__metadata__\":{\"k\":{}}}", "a string for 'k'", "'{'"),
        header(
            "metadata key twice",
            "{\"__metadata__\":{\"k\":\"a\",\"k\":\"b\"}}",
            "__metadata__",
            "Duplicate",
            "'k'"),
        header(
            "metadata twice",
            "{\"__metadata__\":{},\"__metadata__\":{}}",
            "Duplicate",
            "'__metadata__'"),
        header(
            "tensor twice",
            "{" + entry("x", "F32", "[1]", "[0,4]") + "," + entry("x", "F32", "[1]", "[4,8]") + "}",
            "Duplicate",
            "'x'"),
        header(
            "hole at the start",
            "{" + entry("b", "F32", "[1]", "[4,8]") + "}",
            "tensor 'b'",
            "expected data from byte 0, found begin 4: hole"),
        header(
            "hole between",
            "{" + entry("a", "U8", "[2]", "[0,2]") + "," + entry("b", "F32", "[1]", "[4,8]") + "}",
            "tensor 'b'",
            "expected data from byte 2, found begin 4: hole"),
        header(
            "hole at the end",
            "{" + entry("a", "F32", "[1]", "[0,4]") + "}",
            "data buffer: expected 4 bytes",
            "found 8"),
        header(
            "overlap",
            "{" + entry("a", "U8", "[5]", "[0,5]") + "," + entry("b", "F32", "[1]", "[4,8]") + "}",
            "tensor 'b'",
            "expected data from byte 5, found begin 4: overlap"),
        header(
            "same data twice",
            "{" + entry("a", "I64", "[1]", "[0,8]") + "," + entry("b", "I64", "[1]", "[0,8]") + "}",
            "tensor 'b'",
            "overlap"),
        header(
            "empty tensor inside another",
            "{" + entry("a", "I64", "[1]", "[0,8]") + "," + entry("b", "F32", "[0]", "[4,4]") + "}",
            "tensor 'b'",
            "overlap"),
        header(
            "beyond the file",
            "{" + entry("a", "F32", "[3]", "[0,12]") + "}",
            "tensor 'a'",
            "buffer of 8 bytes, found end 12"));
  }

  static Stream<Arguments> tensors() {
    return Stream.of(
        tensor("not an object", "[]", "object with dtype, shape and data_offsets", "'['"),
        tensor("no dtype", "{\"shape\":[1],\"data_offsets\":[0,8]}", "expected a dtype"),
        tensor("no shape", "{\"dtype\":\"I64\",\"data_offsets\":[0,8]}", "expected a shape"),
        tensor("no offsets", "{\"dtype\":\"I64\",\"shape\":[1]}", "expected data_offsets"),
        tensor(
            "one field more",
            "{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8],\"extra\":0}",
            "expected only dtype, shape and data_offsets",
            "'extra'"),
        tensor(
            "field twice",
            "{\"dtype\":\"I64\",\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]}",
            "Duplicate",
            "'dtype'"),
        tensor("dtype number", fields("1", "[1]", "[0,8]"), "a string for dtype", "'1'"),
        tensor(
            "long dtype",
            fields("\"" + "F".repeat(33) + "\"", "[8]", "[0,8]"),
            "at most 32 characters"),
        tensor(
            "three 4-bit elements",
            fields("\"F4\"", "[3]", "[0,2]"),
            "fill whole bytes",
            "[3] of F4"),
        tensor(
            "too few 6-bit elements",
            fields("\"F6_E2M3\"", "[8]", "[0,8]"),
            "expected 6 bytes for shape [8] of F6_E2M3"),
        tensor(
            "a number of 1,001 digits",
            fields("\"I64\"", "[" + "1".repeat(1001) + "]", "[0,8]"),
            "expected well-formed JSON, found Number value length (1001)"),
        tensor(
            "65 dimensions",
            fields("\"U8\"", "[8" + ",1".repeat(64) + "]", "[0,8]"),
            "at most 64 dimensions, found 65"),
        tensor("shape number", fields("\"I64\"", "1", "[0,8]"), "an array for shape", "'1'"),
        tensor("negative", fields("\"I64\"", "[-1]", "[0,8]"), "from 0", "shape", "'-1'"),
        tensor("fraction", fields("\"I64\"", "[1.0]", "[0,8]"), "integers", "shape", "'1.0'"),
        tensor("string", fields("\"I64\"", "[\"1\"]", "[0,8]"), "integers", "shape", "'1'"),
        tensor("nested shape", fields("\"I64\"", "[[1]]", "[0,8]"), "integers", "shape", "'['"),
        tensor(
            "dimension of 2^63",
            fields("\"U8\"", "[9223372036854775808]", "[0,8]"),
            "below 2^63",
            "'9223372036854775808'"),
        tensor(
            "product overflows to eight",
            fields("\"U8\"", "[4294967296,4294967296,8]", "[0,8]"),
            "below 2^63 bytes",
            "[4294967296, 4294967296, 8]"),
        tensor(
            "bytes overflow to zero",
            fields("\"I64\"", "[2305843009213693952]", "[0,0]"),
            "below 2^63 bytes"),
        tensor("one offset", fields("\"I64\"", "[1]", "[8]"), "two data_offsets", "found 1"),
        tensor("three offsets", fields("\"I64\"", "[1]", "[0,8,8]"), "two data_offsets", "found 3"),
        tensor("offsets reversed", fields("\"I64\"", "[1]", "[8,0]"), "begin <= end", "[8, 0]"),
        tensor("negative offset", fields("\"I64\"", "[1]", "[-8,0]"), "data_offsets", "'-8'"),
        tensor(
            "too few bytes",
            fields("\"F32\"", "[3]", "[0,8]"),
            "expected 12 bytes for shape [3] of F32",
            "of 8 bytes"),
        tensor(
            "huge claim",
            fields("\"F32\"", "[1000000000]", "[0,4000000000]"),
            "buffer of 8 bytes",
            "found end 4000000000"));
  }

  private static String fields(String dtype, String shape, String offsets) {
    return String.format(
        Locale.ROOT, "{\"dtype\":%s,\"shape\":%s,\"data_offsets\":%s}", dtype, shape, offsets);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"files", "headers", "tensors"})
  void aMalformedFileIsRefusedWithWhatWasExpectedAndFound(
      String why, byte[] file, String[] fragments) throws IOException {
    Path path = HandMade.write(directory, file);
    String message =
        assertThrows(SafetensorsException.class, () -> SafetensorsFile.read(path), why)
            .getMessage();
    assertTrue(message.startsWith(path + ": "), message);
    for (String fragment : fragments) {
      assertTrue(message.contains(fragment), message + " should contain " + fragment);
    }
  }

  private static byte[] wellFormed() {
    return HandMade.file(
        "{\"__metadata__\":{\"k\":\"é\"},"
            + entry("a", "F32", "[2,1]", "[0,8]")
            + ","
            + entry("b", "U8", "[3]", "[8,11]")
            + "}",
        new byte[11]);
  }

  @Test
  void aFileTruncatedAnywhereIsRefused() throws IOException {
    byte[] whole = wellFormed();
    for (int length = 0; length < whole.length; length++) {
      Path path = HandMade.write(directory, Arrays.copyOf(whole, length));
      assertThrows(SafetensorsException.class, () -> SafetensorsFile.read(path), length + " bytes");
    }
    assertEquals(2, SafetensorsFile.read(HandMade.write(directory, whole)).names().size());
  }

  @Test
  void aByteTooManyIsRefused() throws IOException {
    byte[] whole = wellFormed();
    Path path = HandMade.write(directory, Arrays.copyOf(whole, whole.length + 1));
    assertThrows(SafetensorsException.class, () -> SafetensorsFile.read(path));
  }

  @Test
  void aCorruptHeaderIsRefusedOrReadsWithoutLargeAllocations() throws IOException {
    byte[] whole = wellFormed();
    readAll(HandMade.write(directory, whole));
    Random random = new Random(3);
    int refused = 0;
    for (int i = 0; i < 2000; i++) {
      byte[] corrupt = whole.clone();
      int at = random.nextInt(whole.length - 11);
      corrupt[at] ^= (byte) (1 + random.nextInt(255));
      Path path = HandMade.write(directory, corrupt);
      long before = allocatedBytes();
      try {
        readAll(path);
      } catch (SafetensorsException e) {
        refused++;
      }
      long allocated = allocatedBytes() - before;
      assertTrue(allocated < 1 << 21, "byte " + at + ": " + allocated + " bytes allocated");
    }
    assertTrue(refused > 1000, refused + " refused");
  }

  private static void readAll(Path path) {
    SafetensorsFile file = SafetensorsFile.read(path);
    for (String name : file.names()) {
      DataType dtype = file.info(name).dtype();
      if (dtype.isFloat()) {
        file.doubles(name);
      } else if (dtype.isInteger()) {
        file.longs(name);
      }
    }
  }

  private static long allocatedBytes() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }
}
