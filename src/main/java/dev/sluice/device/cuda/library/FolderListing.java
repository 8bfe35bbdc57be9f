package dev.sluice.device.cuda.library;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Lists the contents of folders. A folder that does not exist counts as empty. */
final class FolderListing {
  private FolderListing() {}

  /** The file names that begin with a prefix, sorted. */
  static List<String> names(Path folder, String prefix) {
    var names = new ArrayList<String>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(
            folder, file -> file.getFileName().toString().startsWith(prefix))) {
      files.forEach(file -> names.add(file.getFileName().toString()));
    } catch (IOException e) {
      return List.of();
    }
    Collections.sort(names);
    return names;
  }

  /**
   * The entries whose name is a prefix and a version, such as {@code cuda-12.6}; the highest
   * version first.
   */
  static List<Path> newestFirst(Path folder, String prefix) {
    Comparator<String> byVersion =
        Comparator.comparing(name -> version(name.substring(prefix.length())), Arrays::compare);
    return names(folder, prefix).stream()
        .sorted(byVersion.reversed())
        .map(folder::resolve)
        .toList();
  }

  /** The numbers of a version, up to the first part that is not a number. */
  private static int[] version(String text) {
    return Stream.of(text.split("\\."))
        .takeWhile(part -> part.matches("\\d{1,9}"))
        .mapToInt(Integer::parseInt)
        .toArray();
  }
}
