package dev.sluice.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trains for a second; {@code ci/torture} trains for minutes. */
@Tag("verify")
class SoakTest {
  @TempDir private Path folder;

  @Test
  void whatTheProcessHoldsDoesNotGrow() throws Exception {
    SoakCampaign.Result result = new SoakCampaign("cpu", folder, 14).run(Duration.ofSeconds(1));
    assertEquals(List.of(), result.faults());
    assertTrue(result.trainings() >= 10, result::toString);
  }

  @Test
  void growthIsTold() {
    ProcessSize early = new ProcessSize(1 << 20, 10, 20, 300);
    ProcessSize late = new ProcessSize(9 << 20, 10, 30, 300);
    assertEquals(
        List.of("heap bytes grew from 1048576 to 9437184", "descriptors grew from 20 to 30"),
        new SoakCampaign.Result(5, early, late).faults());
  }
}
