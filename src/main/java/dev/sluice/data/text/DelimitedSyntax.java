package dev.sluice.data.text;

import java.io.BufferedReader;
import java.io.IOException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;

/**
 * The syntax of a delimited file.
 *
 * @param delimiter character between two columns
 * @param quoted whether a field may be in quotes, as in RFC 4180
 * @param linesBefore number of lines before the first row
 */
record DelimitedSyntax(char delimiter, boolean quoted, int linesBefore) {
  // DelimitedRows skips empty lines itself: the parser would skip them without counting them.
  private static final CSVFormat BASE =
      CSVFormat.DEFAULT.builder().setIgnoreEmptyLines(false).get();

  /** Creates a parser that starts after {@link #linesBefore} lines. */
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
