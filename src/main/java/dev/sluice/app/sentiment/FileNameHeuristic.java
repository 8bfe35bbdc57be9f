package dev.sluice.app.sentiment;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Guesses whether an argument is a mistyped file name or a text. A mistyped file name must be an
 * error, but {@code 8.5}, {@code 10/10} and {@code and/or} are texts.
 */
final class FileNameHeuristic {
  private static final Pattern TEXT_FILE_EXTENSION =
      Pattern.compile(
          "\\S+\\.(txt|text|md|rst|csv|tsv|jsonl?|ndjson|xml|html?|log|tex|rtf|pdf|docx?|odt|eml|gz|zip)",
          Pattern.CASE_INSENSITIVE);

  /** A path that starts at the current folder, the parent folder or a folder of the root. */
  private static final Pattern PATH_WITH_FOLDER =
      Pattern.compile("(\\.{1,2}[/\\\\]|[/\\\\][^/\\\\]+[/\\\\]|\\p{Alpha}:\\\\)\\S*");

  private FileNameHeuristic() {}

  /**
   * Whether an argument that names no existing file looks like a file name.
   *
   * @param path the argument as a path; null if it cannot be one
   */
  static boolean looksLikeFileName(String argument, @Nullable Path path) {
    if (path == null || argument.chars().anyMatch(Character::isWhitespace)) {
      return false;
    }
    Path folder = path.getParent();
    boolean folderExists =
        folder != null && !folder.equals(path.getRoot()) && Files.isDirectory(folder);
    return folderExists
        || TEXT_FILE_EXTENSION.matcher(argument).matches()
        || PATH_WITH_FOLDER.matcher(argument).matches();
  }
}
