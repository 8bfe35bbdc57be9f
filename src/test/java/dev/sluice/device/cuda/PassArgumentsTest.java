package dev.sluice.device.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.device.cuda.recurrence.PassArguments;
import dev.sluice.device.cuda.recurrence.PassLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

  /** The declaration, with nested structs in place of their fields. */
  @Test
  void haveTheFieldsOfTheirStructInItsOrder() throws IOException {
    String sources = "";
    for (String header : List.of("common", "norm", "zoneout", "recurrence")) {
      sources += Files.readString(Path.of("kernels/" + header + ".cuh"));
    }
    List<String> declared = new ArrayList<>();
    addFields("Pass", "", sources, declared);
    assertEquals(
        declared,
        PassLayout.fields().stream().map(field -> field.bytes() + " " + field.name()).toList());
  }

  private static void addFields(String struct, String prefix, String sources, List<String> into) {
    Matcher body =
        Pattern.compile("struct " + struct + " \\{\n(.*?)\n};", Pattern.DOTALL).matcher(sources);
    assertTrue(body.find(), struct);
    Matcher field =
        Pattern.compile("^ *(?:const )?(\\w+)(\\*?) (\\w+);", Pattern.MULTILINE)
            .matcher(body.group(1));
    while (field.find()) {
      String type = field.group(1) + field.group(2);
      String name = prefix + field.group(3);
      switch (type) {
        case "int", "uint32" -> into.add("4 " + name);
        case "int64", "uint64" -> into.add("8 " + name);
        default -> {
          if (type.endsWith("*")) {
            into.add("8 " + name);
          } else {
            addFields(type, name + ".", sources, into);
          }
        }
      }
    }
  }
}
