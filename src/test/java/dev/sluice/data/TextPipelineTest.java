package dev.sluice.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.data.text.TextData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of the package documentation: from files to batches. */
class TextPipelineTest {
  @TempDir Path temp;

  @Test
  void readsFilesIntoBatchesAndKnowsNoWordOfTheTestTexts() throws IOException {
    Files.writeString(temp.resolve("train.csv"), "text,label\nGood good film,1\nBad,0\n");
    Files.writeString(temp.resolve("test.csv"), "text,label\nGood plot,1\n...,0\n");
    TextSplits splits = TextData.open(temp);

    List<List<String>> words = Tokenizer.current().tokenizeAll(splits.trainTexts(), 2);
    Vocabulary vocabulary = Vocabulary.builder().withMaxSize(100).build(words);
    assertEquals(List.of("<pad>", "<unk>", "good", "bad", "film"), vocabulary.tokens());

    EncodedTexts train = EncodedTexts.encode(words, splits.trainLabels(), vocabulary, 2);
    TokenBatch batch = train.batch(BatchSampler.sorted(train.lengths(), 8).indices(0));
    assertArrayEquals(new int[] {3, 2, Vocabulary.PADDING, 4}, batch.tokens());
    assertArrayEquals(new int[] {0, 1}, batch.labels());

    EncodedTexts test =
        EncodedTexts.encode(
            Tokenizer.current().tokenizeAll(splits.testTexts(), 2),
            splits.testLabels(),
            vocabulary,
            2);
    assertArrayEquals(new int[] {2, Vocabulary.UNKNOWN}, test.tokens(0));
    assertArrayEquals(new int[] {Vocabulary.UNKNOWN}, test.tokens(1));
  }
}
