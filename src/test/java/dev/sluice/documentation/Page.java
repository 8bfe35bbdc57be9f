package dev.sluice.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation, in Markdown.
 *
 * @param path from the root of the repository
 * @param text with line ends of one character
 */
public record Page(Path path, String text) {
  static final Path README = Path.of("README.md");
  static final Path SITE = Path.of("src/site/markdown");

  private static final Path CHANGES = SITE.resolve("changes.md");

  private static final Pattern BLOCK =
      Pattern.compile("^```(\\w*)\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern COMMENT_ABOVE = Pattern.compile("<!--((?:(?!-->).)*)-->\\s*\\z");

  /**
   * A fenced block.
   *
   * @param language what stands after the fence
   * @param text between the fences
   * @param comment what the HTML comment right above says; empty without one
   * @param next the text of the next block of language {@code text}; empty without one
   */
  public record Block(String language, String text, String comment, String next) {}

  /** The README and all pages of the site. */
  public static List<Page> all() {
    try (Stream<Path> pages = Files.list(SITE)) {
      return Stream.concat(Stream.of(README), pages.sorted()).map(Page::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All pages that speak of the present; the list of changes names what no longer exists. */
  public static List<Page> current() {
    return all().stream().filter(page -> !page.path.equals(CHANGES)).toList();
  }

  /** Reads one page. */
  public static Page read(Path path) {
    try {
      return new Page(path, Files.readString(path).replace("\r\n", "\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The fenced blocks of a language, in their order. */
  public List<Block> blocks(String language) {
    List<Block> blocks = new ArrayList<>();
    for (MatchResult block : BLOCK.matcher(text).results().toList()) {
      if (block.group(1).equals(language)) {
        blocks.add(
            new Block(language, block.group(2), commentAbove(block), textAfter(block.end())));
      }
    }
    return blocks;
  }

  private String commentAbove(MatchResult block) {
    return COMMENT_ABOVE
        .matcher(text.substring(0, block.start()))
        .results()
        .map(comment -> comment.group(1).strip())
        .findFirst()
        .orElse("");
  }

  private String textAfter(int place) {
    return BLOCK
        .matcher(text.substring(place))
        .results()
        .findFirst()
        .filter(block -> block.group(1).equals("text"))
        .map(block -> block.group(2))
        .orElse("");
  }

  /** The text without fenced blocks and comments. */
  public String prose() {
    String withoutBlocks = BLOCK.matcher(text).replaceAll("");
    return Pattern.compile("<!--.*?-->", Pattern.DOTALL).matcher(withoutBlocks).replaceAll("");
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
