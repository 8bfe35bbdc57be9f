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

/** A few disturbed runs; {@code ci/torture} disturbs one at every change of a file. */
@Tag("verify")
class CrashTest {
  private static final long RUNS = 6;

  @TempDir private Path folder;

  @Test
  void disturbedRunsLoseNothing() throws Exception {
    Optional<FileFaults> faults = FileFaults.compile(folder);
    assumeTrue(faults.isPresent(), "needs Linux and a C compiler");
    CrashFigures figures =
        new CrashCampaign(faults.get(), folder).run(RUNS, 14, Duration.ofMinutes(5));
    assertEquals(List.of(), figures.faults());
    assertEquals(RUNS, figures.runs());
    assertTrue(figures.points() > 50, figures::toString);
  }
}
