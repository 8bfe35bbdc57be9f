package dev.sluice.data.text;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.data.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Writes small data sets for tests. */
abstract class DataFiles {
  /** Maximum length of a readable message. */
  private static final int READABLE = 600;

  @TempDir Path temp;

  Path write(String name, String content) throws IOException {
    Path file = temp.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  static void assertFailure(Path path, String expected) {
    assertFailure(path, TextDataOptions.defaults(), expected);
  }

  static void assertFailure(Path path, TextDataOptions options, String expected) {
    String message =
        assertThrows(DataException.class, () -> TextData.open(path, options)).getMessage();
    assertTrue(message.contains(expected), message);
    assertTrue(message.length() < READABLE + path.toString().length(), message);
  }
}
