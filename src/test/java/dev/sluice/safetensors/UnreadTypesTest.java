package dev.sluice.safetensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A tensor whose values cannot be read does not affect the other tensors. */
class UnreadTypesTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "F4, 8, 4",
    "F6_E2M3, 8, 6",
    "F6_E3M2, 4, 3",
    "F8_E5M2, 3, 3",
    "F8_E4M3, 3, 3",
    "F8_E5M2FNUZ, 3, 3",
    "F8_E4M3FNUZ, 3, 3",
    "F8_E8M0, 3, 3",
    "C64, 2, 16",
    "UNKNOWN, 5, 7",
    "Q3_K, 256, 110",
    "f32, 1, 4",
    "'', 1, 1",
  })
  void onlyItsOwnValuesAreRefused(String dtype, int elements, int bytes) throws IOException {
    SafetensorsFile file = fileWith(dtype, elements, bytes);
    assertEquals(List.of("odd", "w"), List.copyOf(file.names()));
    assertArrayEquals(new float[] {0}, file.floats("w"));
    TensorInfo odd = file.info("odd");
    assertEquals(dtype, odd.dtypeName());
    assertEquals(elements, odd.elementCount());
    assertEquals(bytes, odd.end() - odd.begin());
    for (Executable reading :
        List.<Executable>of(
            () -> file.floats("odd"),
            () -> file.doubles("odd"),
            () -> file.longs("odd"),
            () -> file.ints("odd"))) {
      String message = assertThrows(SafetensorsException.class, reading).getMessage();
      assertTrue(message.contains("tensor 'odd': expected one of the dtypes [BOOL, U8,"), message);
      assertTrue(message.endsWith("found '" + dtype + "'"), message);
    }
  }

  private SafetensorsFile fileWith(String dtype, int elements, int bytes) throws IOException {
    String header =
        String.format(
            Locale.ROOT,
            "{\"odd\":{\"dtype\":\"%s\",\"shape\":[%d],\"data_offsets\":[0,%d]},"
                + "\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[%d,%d]}}",
            dtype,
            elements,
            bytes,
            bytes,
            bytes + 4);
    byte[] file = HandMade.file(header, new byte[bytes + 4]);
    return SafetensorsFile.read(HandMade.write(directory, file));
  }

  @Test
  void everyTypeIsReadOrRefused() throws IOException {
    for (DataType dtype : DataType.values()) {
      int bytes = dtype == DataType.UNKNOWN ? 8 : dtype.bits();
      SafetensorsFile file = fileWith(dtype.name(), 8, bytes);
      assertEquals(dtype, file.info("odd").dtype());
      if (dtype.isFloat()) {
        assertEquals(8, file.doubles("odd").length);
      } else if (dtype.isInteger()) {
        assertEquals(8, file.longs("odd").length);
      }
    }
  }
}
