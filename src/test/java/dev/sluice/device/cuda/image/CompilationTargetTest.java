package dev.sluice.device.cuda.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.device.DeviceException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompilationTargetTest {
  /** Not sorted, as a compiler may list them. */
  private static final Set<Integer> KNOWN = Set.of(90, 50, 75, 86, 80);

  @ParameterizedTest
  @CsvSource({
    "9, 0, sm_90",
    "8, 6, sm_86",
    "8, 9, compute_86",
    "8, 7, compute_86",
    "8, 2, compute_80",
    "10, 0, compute_90",
    "12, 0, compute_90",
    "5, 0, sm_50"
  })
  void isTheDeviceItselfOrTheNewestArchitectureItRuns(int major, int minor, String target) {
    assertEquals(
        target, CompilationTarget.choose(new ComputeCapability(major, minor), KNOWN).toString());
  }

  @Test
  void aDeviceOlderThanAllIsRefused() {
    assertEquals(
        "this NVRTC compiles for the architectures [50, 75, 80, 86, 90], all newer than this"
            + " device of compute capability 3.7",
        assertThrows(
                DeviceException.class,
                () -> CompilationTarget.choose(new ComputeCapability(3, 7), KNOWN))
            .getMessage());
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "-1, 2", "8, -1", "8, 10"})
  void anInvalidComputeCapabilityIsRefused(int major, int minor) {
    assertThrows(IllegalArgumentException.class, () -> new ComputeCapability(major, minor));
  }
}
