package dev.sluice.data;

import dev.sluice.file.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder {@code aclImdb} as the Large Movie Review Dataset is published: {@code train} and
 * {@code test}, in each {@code neg} and {@code pos}, in each one UTF-8 file {@code *.txt} for each
 * review. Other files are not looked at.
 */
final class TextFolder {
  private static final List<String> CLASS_FOLDERS = List.of("neg", "pos");

  private final Path root;
  private final Sha256 digest = new Sha256();

  private TextFolder(Path root) {
    this.root = root;
  }

  /** Whether a folder has the four folders of this form. */
  static boolean recognises(Path root) {
    return Stream.of("train", "test")
        .allMatch(split -> CLASS_FOLDERS.stream().allMatch(c -> isFolder(root, split, c)));
  }

  private static boolean isFolder(Path root, String split, String className) {
    return Files.isDirectory(root.resolve(split).resolve(className));
  }

  /**
   * Reads all reviews, sorted by file name. The data hash covers the names and contents of the
   * files in that order.
   *
   * @throws DataException when a file cannot be read or is no UTF-8, or a folder holds no text
   */
  static TextSplits read(Path root) {
    TextFolder folder = new TextFolder(root);
    List<LabelledText> train = folder.readSplit("train");
    List<LabelledText> test = folder.readSplit("test");
    return new TextSplits(
        List.of("negative", "positive"),
        train,
        test,
        "folder " + root.toAbsolutePath().normalize(),
        folder.digest.hex());
  }

  private List<LabelledText> readSplit(String split) {
    List<LabelledText> texts = new ArrayList<>();
    for (int label = 0; label < CLASS_FOLDERS.size(); label++) {
      Path folder = root.resolve(split).resolve(CLASS_FOLDERS.get(label));
      List<Path> files = textFiles(folder);
      if (files.isEmpty()) {
        throw new DataException(folder + ": expected text files (*.txt), found none");
      }
      for (Path file : files) {
        texts.add(new LabelledText(readText(file), label));
      }
    }
    return texts;
  }

  /** By name as text, which is the same order on every file system. */
  private static List<Path> textFiles(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".txt"))
          .sorted((a, b) -> a.getFileName().toString().compareTo(b.getFileName().toString()))
          .toList();
    } catch (IOException e) {
      throw new DataException("cannot list " + folder + ": " + e, e);
    }
  }

  private String readText(Path file) {
    try {
      String text = Files.readString(file);
      Path name = root.relativize(file);
      digest.add(name.toString().replace('\\', '/')).add(text);
      return text;
    } catch (IOException e) {
      throw Utf8.failure(file, e);
    }
  }
}
