package dev.sluice.insight.page;

/** A part of a page, which writes itself as HTML that is also well-formed XML. */
@FunctionalInterface
public interface PagePart {

  /** Writes the part; it closes every element that it opens. */
  void write(Markup page);
}
