package dev.sluice.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordTextTest {
  private record Inner(double factor, int every) {}

  private record Outer(int steps, Inner then, boolean slow, String name) {}

  private static final Outer DEFAULTS = new Outer(3, new Inner(0.5, 7), false, "a, b");

  @Test
  void absentComponentsHaveTheirDefaults() {
    assertEquals(
        "Outer[steps=3, then=Inner[factor=0.5, every=7], slow=false, name=a, b]",
        RecordText.completed("Outer[]", DEFAULTS));
    assertEquals(
        "Outer[steps=9, then=Inner[factor=0.5, every=2], slow=true, name=a, b]",
        RecordText.completed("Outer[steps=9, then=Inner[every=2], slow=true]", DEFAULTS));
  }

  @Test
  void statedComponentsStay() {
    Outer other = new Outer(4, new Inner(0.1, 1), true, "x[y], z");
    assertEquals(other.toString(), RecordText.completed(other.toString(), DEFAULTS));
  }

  /** Another record in place of the inner one has no component of it. */
  @Test
  void anotherInnerRecordStays() {
    assertEquals(
        "Outer[steps=3, then=Other[a=1], slow=false, name=a, b]",
        RecordText.completed("Outer[then=Other[a=1]]", DEFAULTS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "null", "Other[steps=3]", "Outer[speed=3]", "Outer[steps=3", "mine(0.1)"})
  void anyOtherTextStays(String text) {
    assertEquals(text, RecordText.completed(text, DEFAULTS));
  }
}
