package dev.sluice.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

public class RecordCopyTest {
  public record Range(int least, int most, List<String> names, float step) {
    public Range {
      if (least > most) {
        throw new IllegalArgumentException("most: expected at least " + least + ", got " + most);
      }
    }

    Range(int most) {
      this(0, most, null, 1);
    }
  }

  private static final Range RANGE = new Range(1, 3, List.of("a"), 0.5f);

  @Test
  void changesWhatIsNamedAndKeepsTheRest() {
    assertEquals(new Range(2, 3, List.of("a"), 0.5f), RecordCopy.with(RANGE, "least", 2));
    assertEquals(new Range(1, 3, List.of("a"), 4), RecordCopy.with(RANGE, "step", 4f));
    assertEquals(new Range(1, 3, null, 0.5f), RecordCopy.with(RANGE, "names", null));
    assertEquals(new Range(1, 3, List.of("a"), 0.5f), RANGE);
  }

  @Test
  void theConstructorSeesTwoChangesAtOnce() {
    assertEquals(
        new Range(7, 9, List.of("a"), 0.5f), RecordCopy.with(RANGE, "least", 7, "most", 9));
  }

  @Test
  void keepsTheConstructorsRefusal() {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> RecordCopy.with(RANGE, "least", 4));
    assertEquals("most: expected at least 4, got 3", refusal.getMessage());
    assertSame(IllegalArgumentException.class, refusal.getClass());
  }

  @Test
  void refusesANameThatIsNoComponent() {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> RecordCopy.with(RANGE, "size", 4));
    assertEquals("Range: expected names of its components, got [size]", refusal.getMessage());
  }
}
