package dev.sluice.app.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.cell.Cell;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Every option of every cell has a key, or tensors that express it. */
class CellKeysTest {
  private static final Set<String> GIVEN_BY_TENSORS =
      Set.of("inputSize", "hiddenSize", "biases", "projectionSize");

  static final Set<String> KINDS = Set.copyOf(CellKeys.KINDS);

  @Test
  void everyKindIsInTheTable() {
    assertEquals(
        Arrays.stream(Cell.class.getPermittedSubclasses())
            .map(kind -> kind.getSimpleName().toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet()),
        KINDS);
  }

  @ParameterizedTest
  @FieldSource("KINDS")
  void everyOptionHasAKeyOrTensors(String kind) {
    Cell cell = CellKeys.defaults(kind, 2, 3);
    Set<String> components =
        Arrays.stream(cell.getClass().getRecordComponents())
            .map(RecordComponent::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> covered =
        CellKeys.of(cell).stream()
            .map(CellKey::option)
            .collect(Collectors.toCollection(TreeSet::new));
    GIVEN_BY_TENSORS.stream().filter(components::contains).forEach(covered::add);
    assertEquals(components, covered);
  }
}
