package dev.sluice.device.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.device.cuda.recurrence.PassArguments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PassArgumentsTest {

  /** A static_assert compares this number with the size of the struct. */
  @Test
  void haveTheSizeOfTheirStruct() throws IOException {
    String header = Files.readString(Path.of("kernels/recurrence.cuh"));
    Matcher size = Pattern.compile("enum \\{ PASS_BYTES = (\\d+) }").matcher(header);
    assertTrue(size.find(), "PASS_BYTES in recurrence.cuh");
    assertEquals(Integer.parseInt(size.group(1)), PassArguments.BYTES);
  }
}
