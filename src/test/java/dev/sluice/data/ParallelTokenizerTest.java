package dev.sluice.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ParallelTokenizerTest {
  private static final Tokenizer TOKENIZER = Tokenizer.current();

  private static List<String> texts(int count) {
    Random random = new Random(3);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      StringBuilder text = new StringBuilder();
      for (int w = random.nextInt(i % 100 == 0 ? 3000 : 40); w > 0; w--) {
        text.append("Word").append(random.nextInt(300)).append(", <br /> film's ");
      }
      texts.add(text.toString());
    }
    return texts;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void givesTheWordsOfEachTextInOrder(int threads) {
    List<String> texts = texts(700);
    TokenizedTexts tokenized = TOKENIZER.tokenized(texts, threads);
    assertEquals(texts.size(), tokenized.size());
    for (int i = 0; i < texts.size(); i++) {
      assertEquals(TOKENIZER.tokenize(texts.get(i)), tokenized.wordsOf(i), "text " + i);
    }
    assertEquals(tokenized.words().size(), new HashSet<>(tokenized.words()).size());
  }

  @Test
  void vocabularyAndEncodingAreThoseOfTheWords() {
    List<String> texts = texts(300);
    List<List<String>> words = TOKENIZER.tokenizeAll(texts, 2);
    TokenizedTexts tokenized = TOKENIZER.tokenized(texts, 2);
    Vocabulary expected = Vocabulary.builder().withMaxSize(100).withMinimumCount(2).build(words);
    Vocabulary vocabulary =
        Vocabulary.builder().withMaxSize(100).withMinimumCount(2).build(tokenized);
    assertEquals(expected.tokens(), vocabulary.tokens());
    int[] labels = new int[texts.size()];
    EncodedTexts one = EncodedTexts.encode(words, labels, expected, 25);
    EncodedTexts other = EncodedTexts.encode(tokenized, labels, vocabulary, 25);
    for (int i = 0; i < texts.size(); i++) {
      assertArrayEquals(one.tokens(i), other.tokens(i), "text " + i);
    }
  }

  @Test
  void wordsThatDoNotOccurAreNotListed() {
    TokenizedTexts texts =
        TokenizedTexts.of(List.of("a", "<pad>", "never", "b"), new int[][] {{3, 0, 3}, {1}});
    assertEquals(List.of("<pad>", "<unk>", "b", "a"), Vocabulary.builder().build(texts).tokens());
  }

  @Test
  void refusesTokensWithoutAWord() {
    assertThrows(
        IllegalArgumentException.class,
        () -> TokenizedTexts.of(List.of("a"), new int[][] {{0}, {1}}));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void aFailureOfAWorkerIsThrownHoweverManyTextsFollow(int threads) {
    try (ParallelTokenizer tokenizing = new ParallelTokenizer(TOKENIZER, threads)) {
      assertThrows(
          NullPointerException.class,
          () -> {
            for (int i = 0; i < 100_000; i++) {
              tokenizing.add(null);
            }
            tokenizing.finish();
          });
    }
  }

  @Test
  void reviewsAreReadAndTokenizedAsOneAfterTheOther(@TempDir Path temp) throws IOException {
    Path file = temp.resolve("r.json");
    Files.writeString(
        file,
        "[{\"t\":\"test neg\",\"s\":0},{\"t\":\"train neg\",\"s\":0},"
            + "{\"t\":\"test pos\",\"s\":1},{\"t\":\"train pos\",\"s\":1}]");
    NpmFile origin = new NpmFile("some", "1.0.0", "package/r.json", 1, "abc");
    TextSplits splits = ImdbReviews.split(file, ReviewsJson.read(file), 1, origin);
    TokenizedSplits expected = TokenizedSplits.of(splits, TOKENIZER, 1);
    TokenizedSplits both = ImdbReviews.tokenize(file, TOKENIZER, 2, 1, origin);
    for (int i = 0; i < 2; i++) {
      assertEquals(expected.train().wordsOf(i), both.train().wordsOf(i));
      assertEquals(expected.test().wordsOf(i), both.test().wordsOf(i));
    }
    assertArrayEquals(expected.trainLabels(), both.trainLabels());
    assertArrayEquals(expected.testLabels(), both.testLabels());
    assertEquals("abc", both.sha256());
  }
}
