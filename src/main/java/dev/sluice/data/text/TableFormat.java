package dev.sluice.data.text;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The file formats of a table, recognized by the extension of the file name. */
enum TableFormat {
  /** Comma-separated, quoted as RFC 4180 says. */
  CSV(".csv"),
  /** Tab-separated without quotes, the media type text/tab-separated-values. */
  TSV(".tsv", ".tab"),
  /** One JSON object per line. */
  JSON_LINES(".jsonl", ".ndjson", ".json");

  private final List<String> endings;

  TableFormat(String... endings) {
    this.endings = List.of(endings);
  }

  /** The format of a file, if its extension is known. */
  static Optional<TableFormat> of(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(format -> format.endings.stream().anyMatch(name::endsWith))
        .findFirst();
  }

  /** All extensions, for messages. */
  static String extensions() {
    return Arrays.stream(values())
        .flatMap(format -> format.endings.stream())
        .collect(Collectors.joining(", "));
  }
}
