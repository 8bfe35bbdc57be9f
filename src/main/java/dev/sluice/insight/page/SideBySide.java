package dev.sluice.insight.page;

import dev.sluice.argument.Require;
import java.util.List;

/**
 * Parts of half the page's width, two to a row; one below the other on a narrow screen.
 *
 * @param parts figures or other parts that are one element each
 */
public record SideBySide(List<PagePart> parts) implements PagePart {
  /** Copies the list. */
  public SideBySide {
    parts = Require.copyOf("parts", parts);
  }

  /** These parts, side by side. */
  public static SideBySide of(PagePart... parts) {
    return new SideBySide(List.of(parts));
  }

  @Override
  public void write(Markup page) {
    page.open("div", "class", "pair").line();
    parts.forEach(part -> part.write(page));
    page.close().line();
  }
}
