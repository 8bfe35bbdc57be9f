package dev.sluice.torture;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

/** Files beside a class, as samples. */
public final class Resources {
  private Resources() {}

  /** The named resources of a class's package, whole. */
  public static List<byte[]> of(Class<?> beside, String... names) {
    return Stream.of(names).map(name -> read(beside, name)).toList();
  }

  private static byte[] read(Class<?> beside, String name) {
    try (InputStream in = beside.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("no resource " + name + " beside " + beside.getName());
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
