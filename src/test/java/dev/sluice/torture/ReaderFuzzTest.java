package dev.sluice.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs a short fuzzing campaign for every reader; {@code ci/torture} runs long ones with other
 * seeds.
 */
@Tag("verify")
class ReaderFuzzTest {
  private static final long SEED = 14;
  private static final long FILES = 400;

  @TempDir private Path folder;

  static Stream<ReaderTarget> targets() {
    return ReaderTargets.all();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void readersRefuseDamagedFilesAsTheySay(ReaderTarget target) throws Exception {
    ReaderResult result = campaign(target).run(FILES, Duration.ofMinutes(1));
    assertEquals(List.of(), result.faults());
    assertTrue(result.refused() > 0, () -> target.name() + ": no file was damaged enough");
  }

  @Test
  void aReaderThatThrowsSomethingElseIsFound() throws Exception {
    assertTrue(faultOf(file -> explode()).contains("throws java.lang.NullPointerException"));
  }

  @Test
  void aRefusalWithoutAMessageIsFound() throws Exception {
    assertTrue(faultOf(file -> refuse(null)).contains("without a message"));
  }

  @Test
  void aMessageThatFillsScreensIsFound() throws Exception {
    assertTrue(faultOf(file -> refuse("x".repeat(9000))).contains("a message of 9000 characters"));
  }

  @Test
  void aReaderThatAllocatesWithoutMeasureIsFound() throws Exception {
    assertTrue(faultOf(file -> useMuch()).contains("allocates"));
  }

  private ReaderCampaign campaign(ReaderTarget target) {
    return new ReaderCampaign(target, SEED, folder, folder.resolve("kept"));
  }

  /**
   * The faults that the campaign finds in a reader that accepts the sample and misbehaves for other
   * files.
   */
  private String faultOf(ReaderTarget.Reading reading) throws Exception {
    byte[] whole = {1, 2, 3, 4};
    ReaderTarget target =
        new ReaderTarget(
            "planted",
            "file",
            List.of(whole),
            (samples, random) -> new byte[] {0},
            Set.of(IllegalArgumentException.class),
            file -> {
              if (Files.size(file) != whole.length) {
                reading.read(file);
              }
            });
    return campaign(target).run(1, Duration.ofMinutes(1)).faults().get(0).what();
  }

  private static void explode() {
    throw new NullPointerException();
  }

  private static void refuse(String message) {
    throw new IllegalArgumentException(message);
  }

  private static void useMuch() {
    byte[][] blocks = new byte[300][];
    for (int i = 0; i < blocks.length; i++) {
      blocks[i % 4] = new byte[1 << 20];
    }
  }
}
