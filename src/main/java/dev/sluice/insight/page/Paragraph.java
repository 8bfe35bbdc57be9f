package dev.sluice.insight.page;

import dev.sluice.argument.Require;

/**
 * A paragraph.
 *
 * @param text its text, shown literally
 * @param role what it is for
 */
public record Paragraph(String text, Role role) implements PagePart {

  /** What a paragraph is for. */
  public enum Role {
    /** A part of the story. */
    TEXT("text"),
    /** A remark about what stands above, in small print. */
    NOTE("note");

    private final String cssClass;

    Role(String cssClass) {
      this.cssClass = cssClass;
    }
  }

  /** Checks the values. */
  public Paragraph {
    Require.present("text", text);
    Require.present("role", role);
  }

  /** A part of the story. */
  public static Paragraph text(String text) {
    return new Paragraph(text, Role.TEXT);
  }

  /** A remark in small print. */
  public static Paragraph note(String text) {
    return new Paragraph(text, Role.NOTE);
  }

  @Override
  public void write(Markup page) {
    page.element("p", text, "class", role.cssClass).line();
  }
}
