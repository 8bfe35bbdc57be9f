package dev.sluice.torture;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

/** Reads resource files as samples. */
public final class Resources {
  private Resources() {}

  /** The contents of resources in the package of a class. */
  public static List<byte[]> of(Class<?> owner, String... names) {
    return Stream.of(names).map(name -> read(owner, name)).toList();
  }

  private static byte[] read(Class<?> owner, String name) {
    try (InputStream in = owner.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("no resource " + name + " next to " + owner.getName());
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
