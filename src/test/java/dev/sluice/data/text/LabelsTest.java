package dev.sluice.data.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.data.LabelledText;
import dev.sluice.data.TextSplits;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How labels become classes, in every format of data. */
class LabelsTest extends DataFiles {
  private static final String VARIANTS =
      "text,label\na,spam\nb,ham\nc,Spam\nd,SPAM\ne, spam \nf,HAM\n";

  @Test
  void spellingsOfOneLabelAreOneClassAndReported() throws IOException {
    write("train.csv", VARIANTS);
    write("test.csv", "text,label\ng,sPaM\n");
    TextSplits splits = TextData.open(temp);
    assertEquals(List.of("HAM", "spam"), splits.classNames());
    assertEquals(List.of(1, 0, 1, 1, 1, 0), labels(splits.train()));
    assertEquals(List.of(1), labels(splits.test()));
    assertEquals(
        List.of(
            "class 'HAM' is spelled in several ways: ['HAM' x 1, 'ham' x 1]",
            "class 'spam' is spelled in several ways: ['SPAM' x 1, 'Spam' x 1, 'spam' x 2]"),
        splits.notices());
  }

  @Test
  void spellingsThatDifferInUnicodeOrWhiteSpaceAreOneClass() throws IOException {
    write(
        "train.jsonl",
        "{\"text\":\"a\",\"label\":\"caf\u00e9 x\"}\n{\"text\":\"b\",\"label\":\"Cafe\u0301  x\"}\n"
            + "{\"text\":\"c\",\"label\":\"bar\"}\n");
    write("test.tsv", "label\ttext\nCAF\u00c9 X\td\n");
    TextSplits splits = TextData.open(temp);
    assertEquals(2, splits.classNames().size());
    assertEquals(List.of(0, 0, 1), labels(splits.train()));
    assertEquals(1, splits.notices().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.0", "02", "+2", "2.", "2e0", "0.2E1", " 2.00 "})
  void spellingsOfOneNumberAreOneClassAndReported(String two) throws IOException {
    write("train.csv", "text,label\na,2\nb,-3\nc," + two + "\nd,2\n");
    write("test.csv", "text,label\ne," + two + "\n");
    TextSplits splits = TextData.open(temp);
    assertEquals(List.of("-3", "2"), splits.classNames());
    assertEquals(List.of(1, 0, 1, 1), labels(splits.train()));
    assertEquals(List.of(1), labels(splits.test()));
    assertEquals(1, splits.notices().size());
    assertTrue(splits.notices().get(0).contains("'2' is spelled in several ways"));
  }

  /** pandas writes a column of integers like this if a value is missing. */
  @Test
  void zeroAndOneWithAPointAreNegativeAndPositive() throws IOException {
    write("train.csv", "text,label\na,1.0\nb,0.0\nc,1\n");
    write("test.csv", "text,label\nd,-0\n");
    TextSplits splits = TextData.open(temp);
    assertEquals(List.of("negative", "positive"), splits.classNames());
    assertEquals(List.of(1, 0, 1), labels(splits.train()));
    assertEquals(List.of(0), labels(splits.test()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.01", "-2", "2.0.0", "v2", "2,0", "20", "2e1", "2e9999", "."})
  void otherNumbersAndOtherWordsAreOtherClasses(String other) throws IOException {
    write("train.jsonl", row("a", "2") + row("b", "3") + row("c", other));
    write("test.jsonl", row("d", "2"));
    TextSplits splits = TextData.open(temp);
    assertEquals(3, splits.classNames().size());
    assertEquals(List.of(), splits.notices());
  }

  /** An earlier version trained a model with these two classes. */
  @Test
  void givenClassesThatAreTheSameNumberKeepTheirSpellings() throws IOException {
    TextDataOptions options =
        TextDataOptions.defaults().withClassNames(List.of("2", "2.0", "SPAM", "spam"));
    write("train.csv", "text,label\na,2\nb,2.0\nc,SPAM\nd,spam\n");
    write("test.csv", "text,label\ne,2\n");
    assertEquals(List.of(0, 1, 2, 3), labels(TextData.open(temp, options).train()));
  }

  private static String row(String text, String label) {
    return "{\"text\":\"" + text + "\",\"label\":\"" + label + "\"}\n";
  }

  /** No-break spaces, byte order and direction marks, zero-width characters. */
  @ParameterizedTest
  @ValueSource(strings = {"spam\u00A0", "\uFEFFspam", "spam\u200B", "\u200Espam\u3000"})
  void invisibleCharactersAroundALabelAreIgnored(String label) throws IOException {
    String rows = "text,label\na,spam\nb,ham\n";
    write("train.csv", rows + "c," + label + "\n");
    write("test.csv", rows);
    assertEquals(List.of("ham", "spam"), TextData.open(temp).classNames());
    String blank = label.replace("spam", "");
    assertFailure(write("u.csv", rows + "c," + blank + "\n"), "u.csv:4: expected a label");
    assertFailure(
        write("v.csv", rows + "c," + label.replace("spam", "nan") + "\n"), "v.csv:4: expected a");
  }

  @Test
  void differentFlagsAreDifferentClasses() throws IOException {
    String flag = "\uD83C\uDFF4\uDB40\uDC67\uDB40\uDC62\uDB40";
    String end = "\uDB40\uDC7F";
    String rows = "a," + flag + "\uDC65" + end + "\nb," + flag + "\uDC73" + end + "\n";
    write("train.csv", "text,label\n" + rows);
    write("test.csv", "text,label\n" + rows);
    assertEquals(2, TextData.open(temp).classNames().size());
  }

  /** Refused before training, since a model file could not contain the name. */
  @Test
  void aLabelThatIsNoUnicodeTextIsRefused() throws IOException {
    assertFailure(
        write("t.jsonl", "{\"text\":\"b\",\"label\":\"x\\ud800\"}\n"),
        "t.jsonl:1: expected a label, found a lone surrogate");
  }

  @Test
  void oneLabelInTwoSpellingsIsTooFewClasses() throws IOException {
    assertFailure(
        write("t.csv", "text,label\na,spam\nb,SPAM\n"), "expected 2 to 1000 different labels");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nan", "NaN", "null", "NULL", "None", "NA", "<NA>", " nan "})
  void aLabelThatStandsForAMissingOneIsRefused(String missing) throws IOException {
    String found = "expected a label, found '" + missing.strip() + "', which means a missing";
    assertFailure(write("t.csv", "text,label\na,x\nb," + missing + "\n"), "t.csv:3: " + found);
    assertFailure(write("t.tsv", "text\tlabel\na\tx\nb\t" + missing), "t.tsv:3: " + found);
    assertFailure(
        write("t.jsonl", "{\"text\":\"b\",\"label\":\"" + missing + "\"}\n"),
        "t.jsonl:1: " + found);
    write("folder/x/1.txt", "a");
    write("folder/" + missing.strip() + "/1.txt", "b");
    assertFailure(temp.resolve("folder"), found);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void anEmptyLabelIsRefused(String empty) throws IOException {
    String found = "expected a label, found nothing";
    assertFailure(write("t.csv", "text,label\na,x\nb," + empty + "\n"), "t.csv:3: " + found);
    assertFailure(write("t.tsv", "text\tlabel\na\tx\nb\t" + empty), "t.tsv:3: " + found);
    assertFailure(
        write("t.jsonl", "{\"text\":\"b\",\"label\":\"" + empty + "\"}\n"), "t.jsonl:1: " + found);
  }

  @Test
  void noneInSmallLettersIsAClass() throws IOException {
    write("train.csv", "text,label\na,none\nb,favor\n");
    write("test.csv", "text,label\na,none\n");
    assertEquals(List.of("favor", "none"), TextData.open(temp).classNames());
  }

  @Test
  void aRepeatedHeaderIsLeftOutAndReported() throws IOException {
    write("train.csv", "text,label\na,x\nText,Label\nb,y\ntext,label\n");
    write(
        "test.jsonl", "{\"text\":\"text\",\"label\":\"label\"}\n{\"text\":\"c\",\"label\":\"x\"}");
    TextSplits splits = TextData.open(temp);
    assertEquals(List.of("x", "y"), splits.classNames());
    assertEquals(2, splits.train().size());
    assertEquals(1, splits.test().size());
    assertEquals(
        List.of(
            "train.csv:3: repeats the header; left out, like 1 more",
            "test.jsonl:1: repeats the header; left out"),
        splits.notices());
  }

  @Test
  void aHeaderOfAnotherOrderAmongTheRowsIsRefused() throws IOException {
    assertFailure(
        write("t.tsv", "text\tlabel\na\tx\nlabel\ttext\ny\tb\n"),
        "t.tsv:3: expected a row, found a header with its columns in another order");
  }

  @Test
  void twoColumnsOfLabelsAreRefusedInJsonToo() throws IOException {
    assertFailure(
        write(
            "t.jsonl",
            "{\"text\":\"a\",\"label\":\"x\"}\n"
                + "{\"label\":\"ham\",\"text\":\"b\",\"sentiment\":\"neutral\"}"),
        "t.jsonl:2: expected a column 'text' or 'review' and a column 'label' or 'sentiment', each"
            + " once; found [label, sentiment]");
    assertFailure(
        write("t.jsonl", "{\"text\":\"a\",\"review\":\"b\",\"label\":\"x\"}"),
        "each once; found [text, review]");
  }

  @Test
  void twoKeysOfOneNameAreRefused() throws IOException {
    assertFailure(
        write("t.jsonl", "{\"text\":\"a\",\"label\":\"x\",\"label\":\"y\"}"),
        "t.jsonl:1: malformed JSON: Duplicate field 'label'");
  }

  @Test
  void givenClassesAreMatchedAndOthersRefused() throws IOException {
    TextDataOptions options =
        TextDataOptions.defaults().withClassNames(List.of("spam", "ham", "other"));
    String rows =
        IntStream.range(0, 40)
            .mapToObj(i -> "text " + i + "," + List.of("Ham", "SPAM", "other").get(i % 3))
            .collect(Collectors.joining("\n"));
    TextSplits splits = TextData.open(write("t.csv", "text,label\n" + rows), options);
    assertEquals(List.of("spam", "ham", "other"), splits.classNames());
    int first = Integer.parseInt(splits.train().get(0).text().substring(5)) % 3;
    assertEquals(List.of(1, 0, 2).get(first), splits.train().get(0).label());
    assertFailure(
        write("u.csv", "text,label\na,ham\nb,eggs\n"),
        options,
        "u.csv:3: expected one of the classes [spam, ham, other], found 'eggs'");
  }

  @Test
  void messagesAreShortWhateverTheFileHolds() throws IOException {
    String wide =
        IntStream.range(0, 5000).mapToObj(i -> "column" + i).collect(Collectors.joining(","));
    assertFailure(write("t.csv", wide + "\n"), "and 4990 more]");
    String many =
        IntStream.range(0, 1001).mapToObj(i -> i + ",class" + i).collect(Collectors.joining("\n"));
    assertFailure(write("t.csv", "text,label\n" + many), "found 1001");
    String word = "x".repeat(100_000);
    assertFailure(write("t.csv", "text,label\na," + word + "\n"), "('xxx");
    assertFailure(write("t.jsonl", "{\"" + word.substring(0, 40_000) + "\":1}"), "found only [xxx");
    assertFailure(write("t.jsonl", "{\"text\":\"a\",\"label\":" + "1".repeat(2000) + "}"), ":1:");
    assertFailure(write("t.jsonl", "{\"text\":1." + "1".repeat(2000) + "}"), "t.jsonl:1:");
  }

  private static List<Integer> labels(List<LabelledText> texts) {
    return texts.stream().map(LabelledText::label).toList();
  }
}
