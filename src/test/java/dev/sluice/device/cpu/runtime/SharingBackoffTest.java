package dev.sluice.device.cpu.runtime;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SharingBackoffTest {
  private static final long MICROSECOND = 1_000;
  private static final long MILLISECOND = 1_000_000;

  private final SharingBackoff help = new SharingBackoff();

  @Test
  void isWantedWhileItComesInTime() {
    assertTrue(help.isWanted(0));
    help.took(0, 30 * MICROSECOND, 100_000);
    assertTrue(help.isWanted(30 * MICROSECOND));
  }

  @Test
  void isNotWantedForAWhileAfterItCameLate() {
    help.took(0, 3 * MILLISECOND, 100_000);
    assertFalse(help.isWanted(3 * MILLISECOND));
    assertFalse(help.isWanted(22 * MILLISECOND));
    assertTrue(help.isWanted(23 * MILLISECOND));
    assertTrue(help.isWanted(24 * MILLISECOND));
  }

  @Test
  void muchWorkMayTakeLong() {
    help.took(0, 3 * MILLISECOND, 100_000_000);
    assertTrue(help.isWanted(3 * MILLISECOND));
  }

  @Test
  void aClockThatOverflowsChangesNothing() {
    long late = Long.MAX_VALUE - MILLISECOND;
    help.took(late - 5 * MILLISECOND, late, 0);
    assertFalse(help.isWanted(late + 2 * MILLISECOND));
    assertTrue(help.isWanted(late + 21 * MILLISECOND));
  }
}
