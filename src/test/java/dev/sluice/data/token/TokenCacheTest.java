package dev.sluice.data.token;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.data.LabelledText;
import dev.sluice.data.TextSplits;
import dev.sluice.data.TokenizedSplits;
import dev.sluice.data.TokenizedTexts;
import dev.sluice.data.Tokenizer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenCacheTest {
  private static final Tokenizer TOKENIZER = Tokenizer.current();
  private static final long MUCH = 1 << 20;

  @TempDir Path temp;

  private static TextSplits splits(String word) {
    return new TextSplits(
        List.of("no", "yes"),
        List.of(
            new LabelledText("Not good, " + word, 0),
            new LabelledText("", 0),
            new LabelledText("good, good", 1)),
        List.of(new LabelledText("Élan vital " + word, 1)),
        "a table",
        "ab12",
        List.of("a notice"));
  }

  private TokenizedSplits get(String word) {
    return new TokenCache(temp, 0, MUCH).tokenize(splits(word), TOKENIZER, 2);
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> files = Files.list(temp)) {
      return files.sorted().toList();
    }
  }

  private static List<List<String>> words(TokenizedTexts texts) {
    return IntStream.range(0, texts.size()).mapToObj(texts::wordsOf).toList();
  }

  private static void assertRight(TokenizedSplits found, String word) {
    assertEquals(
        List.of(List.of("not", "good", word), List.of(), List.of("good", "good")),
        words(found.train()));
    assertEquals(List.of(List.of("élan", "vital", word)), words(found.test()));
    assertArrayEquals(new int[] {0, 0, 1}, found.trainLabels());
    assertArrayEquals(new int[] {1}, found.testLabels());
    assertEquals(List.of("no", "yes"), found.classNames());
    assertEquals("a table", found.source());
    assertEquals("ab12", found.sha256());
    assertEquals(List.of("a notice"), found.notices());
  }

  @Test
  void theSecondTimeReadsWhatTheFirstWrote() throws IOException {
    assertRight(get("x"), "x");
    Path entry = entries().get(0);
    // Another word of the same length with a valid checksum: shows that the file is really read.
    TokenizedSplits other = TokenizedSplits.of(splits("y"), TOKENIZER, 1);
    TokenFile.write(entry, key(entry), other);
    assertRight(get("x"), "y");
  }

  /** The key is the second field of an entry. */
  private static String key(Path entry) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(entry)).position(8);
    byte[] key = new byte[in.getInt()];
    in.get(key);
    return new String(key, StandardCharsets.UTF_8);
  }

  @Test
  void everyTextLabelClassAndTokenizerIsPartOfTheKey() throws IOException {
    TokenCache cache = new TokenCache(temp, 0, MUCH);
    TextSplits one = splits("x");
    cache.tokenize(one, TOKENIZER, 1);
    cache.tokenize(splits("y"), TOKENIZER, 1);
    cache.tokenize(one, Tokenizer.ofScheme("standard-lowercase-1"), 1);
    List<LabelledText> relabelled = new ArrayList<>(one.train());
    relabelled.set(1, new LabelledText("", 1));
    cache.tokenize(
        new TextSplits(one.classNames(), relabelled, one.test(), "a table", "ab12", List.of()),
        TOKENIZER,
        1);
    cache.tokenize(
        new TextSplits(List.of("no", "yea"), one.train(), one.test(), "a table", "ab12", List.of()),
        TOKENIZER,
        1);
    assertEquals(5, entries().size());
    assertRight(cache.tokenize(one, TOKENIZER, 1), "x");
    assertEquals(5, entries().size());
  }

  @Test
  void theVersionOfATokenizerNamesAllThatItsTokensDependOn() {
    String version = TOKENIZER.version();
    assertTrue(version.contains(TOKENIZER.scheme()), version);
    assertTrue(version.contains("Java " + Runtime.version().feature()), version);
    assertTrue(version.contains("Lucene 9"), version);
    assertNotEquals(version, Tokenizer.ofScheme("standard-lowercase-1").version());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 7, 11, 40, 90, -20, -1})
  void aDamagedEntryIsMadeAnew(int place) throws IOException {
    get("x");
    Path entry = entries().get(0);
    byte[] sound = Files.readAllBytes(entry);
    byte[] damaged = sound.clone();
    damaged[place < 0 ? sound.length + place : place] ^= 0x40;
    Files.write(entry, damaged);
    assertRight(get("x"), "x");
    assertArrayEquals(sound, Files.readAllBytes(entry));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8, 100})
  void anEntryCutShortIsMadeAnew(int length) throws IOException {
    get("x");
    Path entry = entries().get(0);
    byte[] sound = Files.readAllBytes(entry);
    Files.write(entry, Arrays.copyOf(sound, length));
    assertRight(get("x"), "x");
    assertArrayEquals(sound, Files.readAllBytes(entry));
  }

  @Test
  void theLeastRecentlyUsedEntryIsDeletedFirst() throws IOException {
    get("x");
    Path x = entries().get(0);
    long size = Files.size(x);
    TokenCache two = new TokenCache(temp, 0, 2 * size);
    two.tokenize(splits("y"), TOKENIZER, 1);
    Path y = entries().stream().filter(file -> !file.equals(x)).findFirst().orElseThrow();
    Files.setLastModifiedTime(x, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    Files.setLastModifiedTime(y, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    two.tokenize(splits("x"), TOKENIZER, 1);
    two.tokenize(splits("z"), TOKENIZER, 1);
    assertTrue(Files.exists(x), "used just now");
    assertFalse(Files.exists(y));
    assertEquals(2, entries().size());
  }

  @Test
  void whatIsTooLargeOrTooSmallIsNotKept() throws IOException {
    assertRight(new TokenCache(temp, 0, 10).tokenize(splits("x"), TOKENIZER, 1), "x");
    assertRight(new TokenCache(temp, MUCH / 2, MUCH).tokenize(splits("x"), TOKENIZER, 1), "x");
    assertEquals(List.of(), entries());
  }

  @Test
  void leftoversOfKilledProcessesAreDeletedAfterADay() throws IOException {
    Path old = temp.resolve(".sluice-0.tmp");
    Path fresh = temp.resolve(".sluice-1.tmp");
    Files.createFile(old);
    Files.createFile(fresh);
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    get("x");
    assertFalse(Files.exists(old));
    assertTrue(Files.exists(fresh));
  }

  @Test
  void aFolderThatCannotBeCreatedCausesNoError() throws IOException {
    Path file = Files.createFile(temp.resolve("file"));
    TokenCache cache = new TokenCache(file.resolve("tokens"), 0, MUCH);
    assertRight(cache.tokenize(splits("x"), TOKENIZER, 1), "x");
  }

  @Test
  void severalAtOnceAllGetTheSame() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Future<TokenizedSplits>> all = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        String word = i % 2 == 0 ? "x" : "y";
        all.add(pool.submit(() -> get(word)));
      }
      for (int i = 0; i < all.size(); i++) {
        assertRight(all.get(i).get(), i % 2 == 0 ? "x" : "y");
      }
    } finally {
      pool.shutdown();
    }
    assertEquals(2, entries().size());
  }
}
