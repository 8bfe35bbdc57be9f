package dev.sluice.insight.page;

import dev.sluice.argument.Require;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A style sheet or a script of a page, a file of this program.
 *
 * <p>Pages are XML too. So a style sheet holds no ampersand and no left angle bracket, and a script
 * does not hold the characters that end a section of XML.
 *
 * @param beside a class in whose package the file lies
 * @param name name of the file
 */
public record PageResource(Class<?> beside, String name) {
  /** Checks the values. */
  public PageResource {
    Require.present("beside", beside);
    Require.present("name", name);
  }

  /**
   * The contents.
   *
   * @throws IllegalStateException if there is no such file
   */
  String text() {
    try (InputStream file = beside.getResourceAsStream(name)) {
      if (file == null) {
        throw new IllegalStateException(name + " is missing next to " + beside.getName());
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
