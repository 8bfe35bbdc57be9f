package dev.sluice.data.text;

import java.io.BufferedReader;
import java.io.IOException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;

/**
 * How the rows of a delimited file are written.
 *
 * @param delimiter between two columns
 * @param quoted whether a field may stand in quotes, as RFC 4180 says
 * @param linesBefore lines before the first row that are no rows
 */
record DelimitedSyntax(char delimiter, boolean quoted, int linesBefore) {
  // Empty lines are skipped by our reader and not by the parser, which would lose count of them.
  private static final CSVFormat BASE =
      CSVFormat.DEFAULT.builder().setIgnoreEmptyLines(false).get();

  /** The parser of a file, behind {@link #linesBefore}. */
  CSVParser parser(BufferedReader in) throws IOException {
    for (int i = 0; i < linesBefore; i++) {
      in.readLine();
    }
    CSVFormat.Builder format = BASE.builder().setDelimiter(delimiter);
    if (!quoted) {
      format.setQuote(null);
    }
    return CSVParser.builder().setReader(in).setFormat(format.get()).get();
  }

  DelimitedSyntax withQuotes() {
    return new DelimitedSyntax(delimiter, true, linesBefore);
  }

  DelimitedSyntax withDelimiter(char character) {
    return new DelimitedSyntax(character, quoted, linesBefore);
  }
}
