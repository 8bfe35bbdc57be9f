package dev.sluice.app.launch;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A locale whose charset is UTF-8, for a child JVM whose parent has none. */
public final class UtfLocale {
  private static final String VARIABLE = "LC_ALL";

  /** On every Linux of these years, and of no country. */
  private static final String NAME = "C.UTF-8";

  /** What a user can do where a locale is in the way. */
  public static final String ADVICE = "set " + VARIABLE + "=" + NAME;

  private UtfLocale() {}

  /** Whether this JVM could name more files in that locale; a matter of Linux alone. */
  public static boolean isMissing() {
    return System.getProperty("os.name").equals("Linux")
        && !Arguments.ofLocale().equals(StandardCharsets.UTF_8);
  }

  /** Sets it. */
  static void addTo(Map<String, String> environment) {
    environment.put(VARIABLE, NAME);
  }
}
