package dev.sluice.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Interrupts a few runs; {@code ci/torture} interrupts one at every file operation. */
@Tag("verify")
class CrashTest {
  private static final long RUNS = 6;

  @TempDir private Path folder;

  @Test
  void disturbedRunsLoseNothing() throws Exception {
    Optional<FileFaults> faults = FileFaults.compile(folder);
    assumeTrue(faults.isPresent(), "needs Linux and a C compiler");
    CrashResult result =
        new CrashCampaign(faults.get(), folder).run(RUNS, 14, Duration.ofMinutes(5));
    assertEquals(List.of(), result.faults());
    assertEquals(RUNS, result.runs());
    assertTrue(result.points() > 50, result::toString);
  }
}
