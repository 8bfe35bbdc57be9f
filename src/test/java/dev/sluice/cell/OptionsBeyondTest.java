package dev.sluice.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.oracle.CellOptions;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a reader of cells learns of the options that it does not know. */
class OptionsBeyondTest {
  private static final Set<String> SIZES = Set.of("inputSize", "hiddenSize");

  /** Each of the options, all of them tried: also one that is added later is not known. */
  @Test
  void namesEveryOptionThatIsNotKnown() {
    List<Cell> cells = new ArrayList<>(CellOptions.single(3, 5));
    cells.add(Rnn.article(3, 5));
    cells.add(Lstm.article(3, 5));
    cells.add(Lstm.of(3, 5).withGateActivation(Activation.hardSigmoid()));
    cells.add(Gru.article(3, 5).withGateActivation(Activation.hardSigmoid()));
    for (Class<?> kind : Cell.class.getPermittedSubclasses()) {
      Set<String> named = new TreeSet<>();
      for (Cell cell : cells) {
        if (kind.isInstance(cell)) {
          named.addAll(names(cell.optionsBeyond(Set.of())));
        }
      }
      Set<String> options =
          Arrays.stream(kind.getRecordComponents())
              .map(RecordComponent::getName)
              .filter(name -> !SIZES.contains(name))
              .collect(Collectors.toCollection(TreeSet::new));
      assertEquals(options, named, kind.getSimpleName());
    }
  }

  @Test
  void leavesOutWhatIsKnownOrHasItsDefault() {
    Lstm cell = Lstm.of(3, 5).withPeepholes().withCellClip(1);
    assertEquals("cellClip: expected 0.0, got 1.0", cell.optionsBeyond(Set.of("peepholes")));
    assertTrue(Gru.of(3, 5).optionsBeyond(Set.of()).isEmpty());
  }

  private static List<String> names(String differences) {
    return differences.isEmpty()
        ? List.of()
        : Arrays.stream(differences.split("; ")).map(each -> each.split(":")[0]).toList();
  }
}
