package dev.sluice.app.sentiment;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Tells a file's name from a text. Who mistypes the name wants no answer about it, and who writes
 * {@code 8.5}, {@code 10/10} or {@code and/or} does.
 */
final class FileNames {
  private static final Pattern OF_A_TEXT =
      Pattern.compile(
          "\\S+\\.(txt|text|md|rst|csv|tsv|jsonl?|ndjson|xml|html?|log|tex|rtf|pdf|docx?|odt|eml|gz|zip)",
          Pattern.CASE_INSENSITIVE);

  /** From here, from the folder above, or from the root by way of a folder. */
  private static final Pattern FROM_A_FOLDER =
      Pattern.compile("(\\.{1,2}[/\\\\]|[/\\\\][^/\\\\]+[/\\\\]|\\p{Alpha}:\\\\)\\S*");

  private FileNames() {}

  /**
   * Whether an argument that names no file was meant to.
   *
   * @param path the argument as a path; null if it cannot be one
   */
  static boolean isMeant(String argument, Path path) {
    if (path == null || argument.chars().anyMatch(Character::isWhitespace)) {
      return false;
    }
    Path folder = path.getParent();
    boolean folderIsThere =
        folder != null && !folder.equals(path.getRoot()) && Files.isDirectory(folder);
    return folderIsThere
        || OF_A_TEXT.matcher(argument).matches()
        || FROM_A_FOLDER.matcher(argument).matches();
  }
}
