package dev.sluice.insight.page;

import dev.sluice.argument.Require;

/**
 * The most important number of a page, in large print.
 *
 * @param value the number with its unit
 * @param name what it is
 * @param more what a reader should know of it, in a line below
 */
public record Headline(String value, String name, String more) implements PagePart {
  /** Checks the values. */
  public Headline {
    Require.present("value", value);
    Require.present("name", name);
    Require.present("more", more);
  }

  @Override
  public void write(Markup page) {
    page.open("p", "class", "result").element("strong", value).text(" ");
    page.element("span", name).element("small", more).close().line();
  }
}
