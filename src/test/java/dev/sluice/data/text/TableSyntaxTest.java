package dev.sluice.data.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.data.LabelledText;
import dev.sluice.data.TextSplits;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The syntax of tables: delimiters, quotes, columns, encodings. */
class TableSyntaxTest extends DataFiles {
  private static final TextDataOptions DEFAULTS = TextDataOptions.defaults();

  static List<Arguments> sameTable() {
    return List.of(
        Arguments.of("csv", "text;label\na, b;pos\nc;neg\n", DEFAULTS),
        Arguments.of("csv", "label;text\npos;\"a, b\"\nneg;c\n", DEFAULTS),
        Arguments.of("csv", "text|label\na, b|pos\nc|neg\n", DEFAULTS),
        Arguments.of("csv", "text\tlabel\na, b\tpos\nc\tneg\n", DEFAULTS),
        Arguments.of("csv", "sep=;\r\ntext;label\r\na, b;pos\r\nc;neg\r\n", DEFAULTS),
        Arguments.of("csv", "\uFEFFsep=;\na, b;pos\nc;neg\n", DEFAULTS),
        Arguments.of("csv", "sep=,\ntext,label\n\"a, b\",pos\nc,neg\n", DEFAULTS),
        Arguments.of("csv", "\"sep=;\"\ntext;label\na, b;pos\nc;neg\n", DEFAULTS),
        Arguments.of("csv", "sep=,\na, b;pos\nc;neg\n", DEFAULTS.withDelimiter(';')),
        Arguments.of("csv", "a, b;pos\nc;neg\n", DEFAULTS.withDelimiter(';')),
        Arguments.of("tsv", "text:label\na, b:pos\nc:neg\n", DEFAULTS.withDelimiter(':')),
        Arguments.of("tsv", "\"text\"\t\"label\"\n\"a, b\"\t\"pos\"\nc\tneg\n", DEFAULTS),
        Arguments.of(
            "csv",
            "Body,text,label,Class\n\"a, b\",x,y,pos\nc,x,y,neg\n",
            columns("body", "class")),
        Arguments.of(
            "jsonl",
            "{\"text\":7,\"body\":\"a, b\",\"sentiment\":1,\"label\":\"neg\"}\n{\"body\":\"c\",\"sentiment\":0}\n",
            columns("body", "sentiment")),
        Arguments.of("csv", "pos,7,\"a, b\"\nneg,8,c\n", columns("3", "1")),
        Arguments.of("tsv", "pos\t7\ta, b\nneg\t8\tc\n", columns("3", "1")));
  }

  private static TextDataOptions columns(String text, String label) {
    return DEFAULTS.withTextColumn(text).withLabelColumn(label);
  }

  @ParameterizedTest
  @MethodSource("sameTable")
  void readsTheSameRows(String ending, String content, TextDataOptions options) throws IOException {
    write("train." + ending, content);
    write("test." + ending, content);
    List<LabelledText> expected = List.of(new LabelledText("a, b", 1), new LabelledText("c", 0));
    TextSplits splits = TextData.open(temp, options);
    assertEquals(expected, splits.train());
    assertEquals(expected, splits.test());
  }

  @Test
  void anUnusualDelimiterIsReported() throws IOException {
    write("train.csv", "text;label\na, b;pos\nc;neg\n");
    write("test.csv", "text,label\na,pos\n");
    assertEquals(List.of("train.csv: columns separated by ;"), TextData.open(temp).notices());
  }

  @Test
  void quotedFieldsOfATsvFileHoldTabsAndLineEnds() throws IOException {
    write("train.tsv", "text\tlabel\n\"one\nof \"\"two\"\"\tlines\"\tpos\nplain\tneg\n");
    write("test.tsv", "text\tlabel\n\"Quoted\" by hand\tpos\n5\" tall\tneg\n");
    TextSplits splits = TextData.open(temp);
    assertEquals(List.of("one\nof \"two\"\tlines", "plain"), splits.trainTexts());
    assertEquals(List.of("\"Quoted\" by hand", "5\" tall"), splits.testTexts());
    assertEquals(List.of("train.tsv: fields in quotes"), splits.notices());
  }

  static List<Arguments> refused() {
    return List.of(
        Arguments.of("t.csv", "a, b;pos\nc, d;neg\n", DEFAULTS, "every label holds ';', such as"),
        Arguments.of("t.csv", "a;pos\nb;neg\n", DEFAULTS, "is another character the delimiter?"),
        Arguments.of(
            "t.csv",
            "sep=;\ntext;label\na;x\nb\n",
            DEFAULTS,
            "t.csv:4: expected 2 columns as on line 2"),
        Arguments.of(
            "t.csv",
            "text,label\na,x\n",
            columns("body", "label"),
            "a column 'body' and a column 'label'"),
        Arguments.of(
            "t.csv", "x,a\n", columns("3", "1"), "t.csv:1: expected a header with a column '3'"),
        Arguments.of(
            "t.jsonl",
            "{\"text\":\"a\",\"label\":1}",
            columns("text", "stars"),
            "a column 'stars'"),
        Arguments.of(
            "t.tsv", "text\tlabel\n\"a\tpos\nb\n", DEFAULTS, "t.tsv:3: expected 2 columns"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void saysWhatIsWrong(String name, String content, TextDataOptions options, String message)
      throws IOException {
    assertFailure(write(name, content), options, message);
  }

  @Test
  void readsOtherEncodings() throws IOException {
    for (String encoding : List.of("windows-1252", "utf-16", "utf-16le")) {
      Charset charset = Charset.forName(encoding);
      String table =
          (encoding.equals("utf-16le") ? "\uFEFF" : "") + "text,label\ncaf\u00e9,pos\nx,neg\n";
      Files.write(temp.resolve("train.csv"), table.getBytes(charset));
      Files.write(temp.resolve("test.csv"), table.getBytes(charset));
      TextSplits splits = TextData.open(temp, DEFAULTS.withEncoding(charset));
      assertEquals("caf\u00e9", splits.trainTexts().get(0), encoding);
    }
  }

  @Test
  void namesTheLineThatIsNotOfTheEncoding() throws IOException {
    Path file = temp.resolve("t.csv");
    byte[] latin = "text,label\na,pos\ncaf\u00e9,neg\n".getBytes(StandardCharsets.ISO_8859_1);
    Files.write(file, latin);
    assertFailure(
        file, "t.csv:3: expected UTF-8 text, found malformed bytes; does the file have another");
    Files.write(file, "text,label\nx,1".getBytes(StandardCharsets.UTF_16BE));
    Files.write(file, new byte[] {(byte) 0xd8}, java.nio.file.StandardOpenOption.APPEND);
    assertFailure(
        file, DEFAULTS.withEncoding(StandardCharsets.UTF_16BE), "t.csv:2: expected UTF-16BE text");
  }

  @Test
  void invalidOptionsAreRefused() {
    IllegalArgumentException same =
        assertThrows(IllegalArgumentException.class, () -> columns("Text", "text "));
    assertTrue(same.getMessage().startsWith("text and label: expected two columns"));
    assertThrows(IllegalArgumentException.class, () -> DEFAULTS.withDelimiter('"'));
    assertThrows(IllegalArgumentException.class, () -> DEFAULTS.withDelimiter('\n'));
  }
}
