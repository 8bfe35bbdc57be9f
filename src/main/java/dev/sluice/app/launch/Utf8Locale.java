package dev.sluice.app.launch;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The UTF-8 locale that a child JVM gets if its parent has a locale without UTF-8. */
public final class Utf8Locale {
  private static final String VARIABLE = "LC_ALL";

  /** Present on every current Linux, and not tied to a country. */
  private static final String NAME = "C.UTF-8";

  /** Advice for the user if the locale is the problem. */
  public static final String ADVICE = "set " + VARIABLE + "=" + NAME;

  private Utf8Locale() {}

  /** Whether this JVM runs without UTF-8 on Linux; only Linux needs this locale. */
  public static boolean isMissing() {
    return System.getProperty("os.name").equals("Linux")
        && !Arguments.ofLocale().equals(StandardCharsets.UTF_8);
  }

  /** Sets the locale. */
  static void addTo(Map<String, String> environment) {
    environment.put(VARIABLE, NAME);
  }
}
