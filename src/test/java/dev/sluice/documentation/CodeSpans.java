package dev.sluice.documentation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What stands in code font in the prose of a page and speaks of Sluice. */
public final class CodeSpans {
  private static final Pattern SPAN = Pattern.compile("`([^`]+)`");

  /** In a table with the first as a column, only these columns speak of Sluice. */
  private static final List<String> OWN_COLUMNS = List.of("Sluice", "note");

  private CodeSpans() {}

  /** The spans of a page; those of another library's column in a table are left out. */
  public static List<String> of(Page page) {
    List<String> spans = new ArrayList<>();
    StringBuilder paragraph = new StringBuilder();
    List<String> header = null;
    for (String line : page.prose().lines().toList()) {
      if (!line.startsWith("|")) {
        header = null;
        paragraph.append(line).append('\n');
        continue;
      }
      List<String> cells = cells(line);
      header = header == null ? cells : header;
      for (int i = 0; i < cells.size(); i++) {
        if (!header.contains(OWN_COLUMNS.get(0)) || OWN_COLUMNS.contains(header.get(i))) {
          spans.addAll(spans(cells.get(i)));
        }
      }
    }
    spans.addAll(spans(paragraph.toString()));
    return spans;
  }

  private static List<String> cells(String row) {
    String inner = row.substring(1, row.lastIndexOf('|'));
    return Arrays.stream(inner.split("\\|", -1)).map(String::strip).toList();
  }

  private static List<String> spans(String text) {
    return SPAN.matcher(text)
        .results()
        .map((MatchResult span) -> span.group(1).replace('\n', ' '))
        .toList();
  }

  /** Whether a span is in the language of another library. */
  static boolean isForeign(String span) {
    return Set.of("fc(", "torch.", "save_file", "load_file", "||", "model.state_dict").stream()
        .anyMatch(span::contains);
  }
}
