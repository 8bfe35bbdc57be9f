package dev.sluice.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the options that {@code sentiment train} refuses. */
@Tag("verify")
class SentimentOptionsTest extends SentimentCommands {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--cell=foo                      | expected one of [RNN, LSTM, GRU]",
        "--hidden=-3                     | hidden: expected at least 1, got -3",
        "--hidden=many                   | --hidden",
        "--pooling=max,max               | pooling: expected",
        "--embedding-dropout=-0.1        | embedding-dropout: expected 0 to below 1 in float32, got -0.1",
        "--dropout=1                     | dropout: expected 0 to below 1 in float32, got 1.0",
        "--cell=gru --forget-bias=1      | forget-bias: expected",
        "--weight-decay=-1               | weight-decay: expected",
        "--learning-rate=1e39            | learning-rate: expected a number of at least 0, finite",
        "--forget-bias=1e39              | forget-bias: expected a number that is finite in float32",
        "--clip=1 --clip-value=1         | clip and clip-value: expected at most one",
        "--held-out=0 --patience=2       | patience: expected also held-out above 0",
        "--resume                        | nothing to resume",
        "--resume --force                | expected only one of the two",
        "--threads=0                     | threads: expected 1 to 1024, got 0",
        "--threads=100000                | threads: expected 1 to 1024, got 100000",
        "--device=abacus                 | device: expected auto or one of cuda, cpu",
        "--device=cpu --precision=tf32   | precision: the cpu has FLOAT32 only, got TF32",
        "--device=cpu --plan=graph       | plan: the cpu has AUTO only, got GRAPH",
        "--plan=persistent               | expected one of [AUTO, STEPWISE, GRAPH, CUDNN]",
        "--checkpoint-every=-1           | checkpoint-every: expected at least 0",
        "--data=missing.csv              | missing.csv: no such file or folder",
        "--preset=huge                   | expected one of",
        "--cell=rnn --dropout=0.1 --cell=gru | should be specified only once",
        "--data=x.csv --delimiter=; --data=y.csv | should be specified only once",
        "--hidden=100000000              | weights of fewer than 2^31 elements",
        "--embedding=2000000000          | a weight of fewer than 2^31 elements",
        "--layers=101                    | layers: expected 1 to 100, got 101",
        "--epochs=2000000000             | epochs: expected 1 to 1000000",
      })
  void wrongOptionsAreOneLine(String options, String complaint) {
    CommandRun refused = train(options.strip().split(" ")).expect(2);
    assertEquals(1, refused.complaints().size(), refused::err);
    assertTrue(refused.complaints().get(0).contains(complaint), refused.err());
    assertFalse(Files.exists(out.resolve("run.json")));
  }

  @Test
  void anOutThatCannotBeAFolderIsOneLine() {
    CommandRun refused = train("--out", data.resolve("run").toString()).expect(2);
    assertEquals(1, refused.complaints().size(), refused::err);
    assertTrue(refused.complaints().get(0).contains("reviews.csv"), refused.err());
  }
}
