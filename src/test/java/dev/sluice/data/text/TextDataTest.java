package dev.sluice.data.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.data.LabelledText;
import dev.sluice.data.TextSplits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TextDataTest extends DataFiles {
  @Test
  void readsTheOriginalFolderSortedByName() throws IOException {
    Path root = aclImdb();
    TextSplits splits = TextData.open(root);
    assertEquals(
        List.of(
            new LabelledText("bad", 0), new LabelledText("worse", 0), new LabelledText("fine", 1)),
        splits.train());
    assertEquals(
        List.of(new LabelledText("poor", 0), new LabelledText("très bien", 1)), splits.test());
    assertEquals(List.of("negative", "positive"), splits.classNames());
  }

  @Test
  void hashesNamesAndContentsOfAFolder() throws IOException {
    Path root = aclImdb();
    String before = TextData.open(root).sha256();
    assertEquals(before, TextData.open(root).sha256());
    write("test/pos/0_9.txt", "tres bien");
    assertNotEquals(before, TextData.open(root).sha256());
  }

  @Test
  void namesTheMalformedFileOfAFolder() throws IOException {
    Path root = aclImdb();
    Path file = temp.resolve("train/pos/0_9.txt");
    Files.write(file, new byte[] {'a', '\n', (byte) 0xff});
    assertFailure(root, file + ":2: expected UTF-8 text");
  }

  @Test
  void namesAFolderWithoutTexts() throws IOException {
    Path root = aclImdb();
    Files.delete(temp.resolve("test/neg/0_1.txt"));
    assertFailure(root, temp.resolve("test/neg") + ": expected text files");
  }

  static List<Arguments> sameTable() {
    return List.of(
        Arguments.of("t.csv", "text,label\n\"a \"\"b\"\", c\",pos\nd,neg\n"),
        Arguments.of("t.CSV", "\uFEFFid,Sentiment,Review\n7,1,\"a \"\"b\"\", c\"\n8,0,d\n"),
        Arguments.of("t.csv", "\"a \"\"b\"\", c\",positive\n\nd,Negative\n"),
        Arguments.of("t.tsv", "label\ttext\r\n1\ta \"b\", c\r\n0\td\r\n"),
        Arguments.of(
            "t.jsonl",
            "{\"text\":\"a \\\"b\\\", c\",\"label\":1}\n\n{\"label\":\"neg\",\"text\":\"d\"}"),
        Arguments.of(
            "t.json",
            "{\"review\":\"a \\\"b\\\", c\",\"sentiment\":\"pos\"}\n{\"review\":\"d\",\"sentiment\":0}\n\n"));
  }

  @ParameterizedTest
  @MethodSource("sameTable")
  void readsEachFormOfATable(String name, String content) throws IOException {
    write("train." + name.substring(2), content);
    write("test.csv", "good,pos\nbad,neg\n");
    TextSplits splits = TextData.open(temp);
    assertEquals(
        List.of(new LabelledText("a \"b\", c", 1), new LabelledText("d", 0)), splits.train());
    assertEquals(List.of(new LabelledText("good", 1), new LabelledText("bad", 0)), splits.test());
  }

  @Test
  void ordersOtherClassNamesByTheirText() throws IOException {
    write("train.csv", "text,label\na,rock\nb,jazz\nc,pop\n");
    write("test.csv", "text,label\nd,pop\n");
    TextSplits splits = TextData.open(temp);
    assertEquals(List.of("jazz", "pop", "rock"), splits.classNames());
    assertEquals(1, splits.test().get(0).label());
  }

  @Test
  void holdsOutAFifthOfASingleTableAndNeverSplitsCopies() throws IOException {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      rows.add("text " + i % 1000 + "," + i % 2);
    }
    TextSplits splits = TextData.open(write("t.csv", String.join("\n", rows)));
    assertEquals(2000, splits.train().size() + splits.test().size());
    assertTrue(Math.abs(splits.test().size() - 400) < 80, "held out " + splits.test().size());
    Set<String> shared = new HashSet<>(splits.trainTexts());
    shared.retainAll(splits.testTexts());
    assertEquals(Set.of(), shared);
  }

  @Test
  void keepsARowInItsPartWhenRowsAreAdded() throws IOException {
    String rows =
        IntStream.range(0, 100)
            .mapToObj(i -> "t" + i + "," + i % 2)
            .collect(Collectors.joining("\n"));
    List<LabelledText> before = TextData.open(write("t.csv", rows)).test();
    List<LabelledText> after = TextData.open(write("t.csv", "new,1\n" + rows)).test();
    assertEquals(before, after.stream().filter(text -> !text.text().equals("new")).toList());
  }

  static List<Arguments> malformed() {
    return List.of(
        Arguments.of(
            "a.csv",
            "text,Review,label\na,b,pos\n",
            "a.csv:1: expected a column 'text' or 'review' and a column 'label' or 'sentiment', each once; found text and Review"),
        Arguments.of("t.csv", "", "t.csv:1: expected a header or a row, found nothing"),
        Arguments.of("t.csv", "text,label\n", "expected rows of text and label, found none"),
        Arguments.of("t.csv", "a,b,c\nx,y,1\n", "t.csv:1: expected a header with"),
        Arguments.of("t.csv", "text,class\nx,1\n", "found [text, class]"),
        Arguments.of("t.csv", "comment,class\nx,1\ny,0\nz,1\n", "looks like a header"),
        Arguments.of("t.csv", "text,label\nx,1\n\n\"y\ny\",0\nz\n", "t.csv:6: expected 2 columns"),
        Arguments.of("t.csv", "text,label\nx,1\ny,\n", "t.csv:3: expected a label, found nothing"),
        Arguments.of("t.csv", "text,label\nx,1\n\"y,0\n", "t.csv:3: malformed row"),
        Arguments.of("t.csv", "text,label\nx,a\ny,a\n", "expected 2 to 1000 different labels"),
        Arguments.of("t.csv", "text,label\nx,1\ny,1\nz,1\nu,1\nv,1\nw,1\n", "class 'negative'"),
        Arguments.of("t.tsv", "text\tlabel\nx\t1\t2\n", "t.tsv:2: expected 2 columns"),
        Arguments.of(
            "t.jsonl",
            "{\"text\":\"x\",\"label\":1}\n{\"text\":\"x\"}",
            "t.jsonl:2: expected a column"),
        Arguments.of(
            "t.jsonl", "[1]", "t.jsonl:1: expected one JSON object per line, found array [1]"),
        Arguments.of("t.jsonl", "{\"text\":\"x\",", "t.jsonl:1: malformed JSON"),
        Arguments.of("t.jsonl", "{\"text\":\"x\",\"label\":1} 5", "t.jsonl:1: malformed JSON"),
        Arguments.of(
            "t.jsonl", "{\"text\":7,\"label\":1}", "expected a string as text, found number 7"),
        Arguments.of("t.jsonl", "{\"text\":\"x\",\"label\":0.5}", "as label, found number 0.5"),
        Arguments.of("t.jsonl", "{\"text\":\"x\",\"label\":null}", "as label, found null"),
        Arguments.of("t.txt", "x", "expected a file ending in .csv"));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void namesFileLineExpectedAndFound(String name, String content, String message)
      throws IOException {
    assertFailure(write(name, content), message);
  }

  @ParameterizedTest
  @MethodSource("textual")
  void namesTheLineOfMalformedUtf8(String name, String header) throws IOException {
    Path file = temp.resolve(name);
    byte[] start = (header + "\n").getBytes(StandardCharsets.UTF_8);
    byte[] content = Arrays.copyOf(start, start.length + 2);
    content[start.length] = (byte) 0xe4;
    content[start.length + 1] = '\n';
    Files.write(file, content);
    assertFailure(file, name + ":2: expected UTF-8 text");
  }

  static List<Arguments> textual() {
    return List.of(
        Arguments.of("t.csv", "text,label"),
        Arguments.of("t.jsonl", "{\"text\":\"x\",\"label\":1}"));
  }

  @Test
  void refusesATestLabelThatTrainingDoesNotHave() throws IOException {
    write("train.csv", "text,label\na,rock\nb,jazz\n");
    Path test = write("test.csv", "text,label\nd,rock\ne,punk\n");
    assertFailure(
        temp, test + ":3: expected one of the training labels [jazz, rock], found 'punk'");
  }

  @Test
  void saysWhatAFolderShouldHold() throws IOException {
    assertFailure(temp, "found no train.*");
    write("train.csv", "a,1\n");
    write("train.tsv", "a\t1\n");
    assertFailure(temp, "found several");
  }

  @Test
  void namesAMissingFile() {
    assertFailure(temp.resolve("absent.csv"), "absent.csv: no such file or folder");
  }

  private Path aclImdb() throws IOException {
    write("train/neg/10_2.txt", "worse");
    write("train/neg/0_3.txt", "bad");
    write("train/neg/notes.md", "not a review");
    write("train/pos/0_9.txt", "fine");
    write("test/neg/0_1.txt", "poor");
    write("test/pos/0_9.txt", "très bien");
    return temp;
  }
}
