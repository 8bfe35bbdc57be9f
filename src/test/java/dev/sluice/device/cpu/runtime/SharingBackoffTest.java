package dev.sluice.device.cpu.runtime;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SharingBackoffTest {
  private static final long MICROSECOND = 1_000;
  private static final long MILLISECOND = 1_000_000;

  private final SharingBackoff backoff = new SharingBackoff();

  @Test
  void allowsSharingWhileThreadsFinishInTime() {
    assertTrue(backoff.allowsSharing(0));
    backoff.record(0, 30 * MICROSECOND, 100_000);
    assertTrue(backoff.allowsSharing(30 * MICROSECOND));
  }

  @Test
  void refusesSharingForAWhileAfterALateThread() {
    backoff.record(0, 3 * MILLISECOND, 100_000);
    assertFalse(backoff.allowsSharing(3 * MILLISECOND));
    assertFalse(backoff.allowsSharing(22 * MILLISECOND));
    assertTrue(backoff.allowsSharing(23 * MILLISECOND));
    assertTrue(backoff.allowsSharing(24 * MILLISECOND));
  }

  @Test
  void largeTasksMayTakeLong() {
    backoff.record(0, 3 * MILLISECOND, 100_000_000);
    assertTrue(backoff.allowsSharing(3 * MILLISECOND));
  }

  @Test
  void aClockThatOverflowsChangesNothing() {
    long late = Long.MAX_VALUE - MILLISECOND;
    backoff.record(late - 5 * MILLISECOND, late, 0);
    assertFalse(backoff.allowsSharing(late + 2 * MILLISECOND));
    assertTrue(backoff.allowsSharing(late + 21 * MILLISECOND));
  }
}
