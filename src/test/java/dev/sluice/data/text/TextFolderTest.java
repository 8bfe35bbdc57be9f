package dev.sluice.data.text;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.data.LabelledText;
import dev.sluice.data.TextSplits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Data sets with one folder per class. */
class TextFolderTest extends DataFiles {
  @Test
  void classesHaveAnyNames() throws IOException {
    write("train/rock/1.txt", "loud");
    write("train/jazz/1.txt", "blue");
    write("train/.cache/1.txt", "hidden");
    write("test/Rock/1.txt", "louder");
    TextSplits splits = TextData.open(temp);
    assertEquals(List.of("jazz", "rock"), splits.classNames());
    assertEquals(List.of(new LabelledText("blue", 0), new LabelledText("loud", 1)), splits.train());
    assertEquals(List.of(new LabelledText("louder", 1)), splits.test());
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheText() throws IOException {
    for (String file : List.of("train/x/1.txt", "train/y/1.txt", "test/x/1.txt")) {
      write(file, "\uFEFFgood");
    }
    assertEquals("good", TextData.open(temp).train().get(0).text());
  }

  @Test
  void oneFolderIsSplitByAHashOfEachText() throws IOException {
    for (int i = 0; i < 100; i++) {
      write("neg/" + i + ".txt", "bad " + i);
      write("pos/" + i + ".txt", "good " + i);
    }
    TextSplits splits = TextData.open(temp);
    assertEquals(List.of("negative", "positive"), splits.classNames());
    assertEquals(200, splits.train().size() + splits.test().size());
    assertTrue(Math.abs(splits.test().size() - 40) < 20, "held out " + splits.test().size());
    assertTrue(splits.source().endsWith("(1 in 5 held out as test)"), splits.source());
    String rows =
        IntStream.range(0, 50)
            .mapToObj(i -> "good " + i + ",1\nbad " + i + ",0\n")
            .collect(joining());
    TextSplits table = TextData.open(write("t.csv", rows));
    assertTrue(splits.test().containsAll(table.test()));
  }

  @Test
  void unlabelledFilmReviewsAreLeftOutAndReported() throws IOException {
    for (String split : List.of("train", "test")) {
      write(split + "/neg/1.txt", "bad");
      write(split + "/pos/1.txt", "good");
    }
    write("train/unsup/1.txt", "who knows");
    TextSplits splits = TextData.open(temp);
    assertEquals(List.of("negative", "positive"), splits.classNames());
    assertEquals(2, splits.train().size());
    assertEquals(List.of("left out: " + Path.of("train", "unsup")), splits.notices());
  }

  @Test
  void foldersThatDifferInCaseAreOneClassAndReported() throws IOException {
    write("train/spam/1.txt", "a");
    write("train/spam/2.txt", "b");
    write("train/Spam /1.txt", "c");
    write("train/ham/1.txt", "d");
    write("test/ham/1.txt", "e");
    TextSplits splits = TextData.open(temp);
    assertEquals(List.of("ham", "spam"), splits.classNames());
    assertEquals(1, splits.notices().size());
  }

  @Test
  void aTestFolderOfAnotherClassIsRefused() throws IOException {
    write("train/rock/1.txt", "loud");
    write("train/jazz/1.txt", "blue");
    write("test/punk/1.txt", "louder");
    assertFailure(temp, "expected folders named like the classes [jazz, rock], found 'punk'");
  }

  @Test
  void aFolderWithoutTextsIsNamed() throws IOException {
    write("rock/1.txt", "loud");
    write("jazz/1.text", "blue");
    assertFailure(temp, temp.resolve("jazz") + ": expected text files (*.txt), found none");
  }

  @Test
  void otherEncodingsAreReadAndNamed() throws IOException {
    write("train/b/1.txt", "x");
    write("test/a/1.txt", "x");
    Files.createDirectories(temp.resolve("train/a"));
    Path latin = temp.resolve("train/a/1.txt");
    Files.write(latin, "x\ncaf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
    assertFailure(temp, latin + ":2: expected UTF-8 text");
    TextDataOptions options = TextDataOptions.defaults().withEncoding(StandardCharsets.ISO_8859_1);
    assertEquals("x\ncaf\u00e9", TextData.open(temp, options).trainTexts().get(0));
  }

  @Test
  void aFolderNamedLikeATextIsRefused() throws IOException {
    write("a/1.txt", "x");
    Files.createDirectories(temp.resolve("b/2.txt"));
    assertFailure(temp, temp.resolve("b/2.txt") + ": expected a regular file, found a folder");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aPipeIsRefusedAndNotWaitedFor() throws Exception {
    write("a/1.txt", "x");
    Files.createDirectories(temp.resolve("b"));
    Path text = pipe(temp.resolve("b/2.txt"));
    assertFailure(temp, text + ": expected a regular file, found a pipe or device");
    for (String name : List.of("t.csv", "t.tsv", "t.jsonl")) {
      Path table = pipe(temp.resolve(name));
      assertFailure(table, name + ": expected a regular file, found a pipe or device");
    }
  }

  private static Path pipe(Path path) throws Exception {
    assertEquals(0, new ProcessBuilder("mkfifo", path.toString()).start().waitFor());
    return path;
  }
}
