package dev.sluice.bench;

import java.util.ArrayList;
import java.util.List;

/** A table in Markdown. */
public final class MarkdownTable {
  private final List<String> lines = new ArrayList<>();
  private final int columns;

  /** Creates a table without rows. */
  public MarkdownTable(List<String> header) {
    columns = header.size();
    add(header);
    lines.add("|" + "---|".repeat(columns));
  }

  /**
   * Adds a row.
   *
   * @throws IllegalArgumentException if it has more or fewer cells than the header
   */
  public MarkdownTable row(List<String> cells) {
    if (cells.size() != columns) {
      throw new IllegalArgumentException(
          "cells: expected " + columns + ", got " + cells.size() + ": " + cells);
    }
    add(cells);
    return this;
  }

  private void add(List<String> cells) {
    lines.add("| " + String.join(" | ", cells) + " |");
  }

  /** The lines of the table; the last one ends too. */
  @Override
  public String toString() {
    return String.join(System.lineSeparator(), lines) + System.lineSeparator();
  }
}
