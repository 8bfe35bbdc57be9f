package dev.sluice.data.text;

import dev.sluice.data.DataException;
import dev.sluice.data.LabelledText;
import dev.sluice.data.TextSplits;
import dev.sluice.file.FileFailure;
import dev.sluice.file.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Reads a data set from folders: one folder per class, named like the class, with one file {@code
 * *.txt} per text. The folders of the classes are in {@code train} and {@code test}, or directly in
 * one folder. Other files are ignored, and so are folders whose name starts with a dot.
 */
final class TextFolder {
  /** If both exist, as in the Large Movie Review Dataset, texts in other folders have no label. */
  private static final List<String> IMDB_CLASSES = List.of("neg", "pos");

  private final Path root;
  private final TextDataOptions options;
  private final Sha256 digest = new Sha256();
  private final List<String> notices = new ArrayList<>();

  private TextFolder(Path root, TextDataOptions options) {
    this.root = root;
    this.options = options;
  }

  /** Whether a folder has the folders train and test. */
  static boolean hasSplits(Path root) {
    return Stream.of("train", "test").allMatch(split -> Files.isDirectory(root.resolve(split)));
  }

  /** Whether a folder contains folders that may be classes. */
  static boolean hasClasses(Path root) {
    return !folders(root).isEmpty();
  }

  /**
   * Reads all texts, sorted by class name and file name. The data hash covers the names and
   * contents of the files in this order.
   *
   * @throws DataException if a file cannot be read or is malformed, or a folder has no texts
   */
  static TextSplits readSplits(Path root, TextDataOptions options) {
    TextFolder folder = new TextFolder(root, options);
    Map<String, List<String>> train = folder.read(root.resolve("train"));
    ClassNames classes = folder.classes(train);
    Map<String, List<String>> test = folder.read(root.resolve("test"));
    return folder.splits(
        classes,
        folder.labelled(train, classes),
        folder.labelled(test, classes),
        "folder " + name(root));
  }

  /** Like {@link #readSplits}, but for one folder, which is split by a hash of each text. */
  static TextSplits readAndSplit(Path root, TextDataOptions options) {
    TextFolder folder = new TextFolder(root, options);
    Map<String, List<String>> texts = folder.read(root);
    ClassNames classes = folder.classes(texts);
    HashSplit split = HashSplit.of(folder.labelled(texts, classes));
    return folder.splits(
        classes,
        split.train(),
        split.test(),
        "folder " + name(root) + " (" + HashSplit.DESCRIPTION + ")");
  }

  /** Only the last name of the path: models record it, and the rest of the path is private. */
  private static Path name(Path root) {
    Path absolute = root.toAbsolutePath().normalize();
    return absolute.getNameCount() == 0 ? absolute : absolute.getFileName();
  }

  private TextSplits splits(
      ClassNames classes, List<LabelledText> train, List<LabelledText> test, String source) {
    return new TextSplits(classes.names(), train, test, source, digest.hex(), notices);
  }

  private ClassNames classes(Map<String, List<String>> texts) {
    TreeMap<String, Long> spellings = new TreeMap<>();
    texts.forEach((name, each) -> spellings.put(name, (long) each.size()));
    ClassNames classes =
        options.classNames().isEmpty()
            ? ClassNames.of(root, spellings)
            : ClassNames.known(options.classNames());
    notices.addAll(classes.notices());
    return classes;
  }

  private List<LabelledText> labelled(Map<String, List<String>> texts, ClassNames classes) {
    List<LabelledText> labelled = new ArrayList<>();
    texts.forEach(
        (name, each) -> {
          int label = classes.index(name);
          if (label < 0) {
            throw new DataException(
                root
                    + ": expected folders named like the classes "
                    + Excerpt.of(classes.names())
                    + ", found '"
                    + Excerpt.of(name)
                    + "'");
          }
          each.forEach(text -> labelled.add(new LabelledText(text, label)));
        });
    return labelled;
  }

  /** The texts of each class, by the name of its folder. */
  private Map<String, List<String>> read(Path split) {
    Map<String, List<String>> texts = new LinkedHashMap<>();
    for (Path folder : classFolders(split)) {
      List<Path> files = textFiles(folder);
      if (files.isEmpty()) {
        throw new DataException(folder + ": expected text files (*.txt), found none");
      }
      String name = LabelParser.require(folder.toString(), folder.getFileName().toString());
      texts.put(name, files.stream().map(this::readText).toList());
    }
    return texts;
  }

  private List<Path> classFolders(Path split) {
    List<Path> folders = folders(split);
    List<Path> ofImdb = folders.stream().filter(TextFolder::isOfImdb).toList();
    if (ofImdb.size() < IMDB_CLASSES.size()) {
      return folders;
    }
    folders.stream()
        .filter(folder -> !isOfImdb(folder))
        .forEach(folder -> notices.add("left out: " + root.relativize(folder)));
    return ofImdb;
  }

  private static boolean isOfImdb(Path folder) {
    return IMDB_CLASSES.contains(folder.getFileName().toString());
  }

  private static List<Path> folders(Path folder) {
    return list(folder).stream()
        .filter(each -> Files.isDirectory(each))
        .filter(each -> !each.getFileName().toString().startsWith("."))
        .toList();
  }

  private static List<Path> textFiles(Path folder) {
    return list(folder).stream()
        .filter(file -> file.getFileName().toString().endsWith(".txt"))
        .toList();
  }

  /** Sorted by name, so that the order is the same on every file system. */
  private static List<Path> list(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .sorted((a, b) -> a.getFileName().toString().compareTo(b.getFileName().toString()))
          .toList();
    } catch (IOException e) {
      throw new DataException("cannot list " + folder + ": " + FileFailure.reason(e), e);
    }
  }

  private String readText(Path file) {
    String text = new TextFile(file, options.encoding()).read();
    digest.add(root.relativize(file).toString().replace('\\', '/')).add(text);
    return text;
  }
}
