package dev.sluice.data;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The classes of a table, found from how its labels are spelled. */
final class LabelNames {
  private static final int MAX_CLASSES = 1000;
  private static final Map<String, Integer> POLARITY =
      Map.of("0", 0, "neg", 0, "negative", 0, "1", 1, "pos", 1, "positive", 1);

  private final List<String> names;
  private final Function<String, Integer> indices;

  private LabelNames(List<String> names, Function<String, Integer> indices) {
    this.names = names;
    this.indices = indices;
  }

  /**
   * The classes that these labels name.
   *
   * @param where file the labels stand in, for messages
   * @throws DataException when they name fewer than 2 classes or more than 1,000
   */
  static LabelNames of(Object where, Collection<TableRow> rows) {
    TreeSet<String> spelled =
        rows.stream().map(TableRow::label).collect(Collectors.toCollection(TreeSet::new));
    if (spelled.stream().allMatch(LabelNames::isPolarity)) {
      return new LabelNames(
          List.of("negative", "positive"), label -> POLARITY.get(label.toLowerCase(Locale.ROOT)));
    }
    if (spelled.size() < 2 || spelled.size() > MAX_CLASSES) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s: expected 2 to %d different labels, found %d%s",
              where,
              MAX_CLASSES,
              spelled.size(),
              spelled.size() == 1 ? " ('" + spelled.first() + "')" : ""));
    }
    List<String> names = List.copyOf(spelled);
    Map<String, Integer> indices = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      indices.put(names.get(i), i);
    }
    return new LabelNames(names, indices::get);
  }

  List<String> names() {
    return names;
  }

  /** The class of a spelling, or -1 where it names none of these classes. */
  int index(String label) {
    Integer index = indices.apply(label);
    return index == null ? -1 : index;
  }

  /** Whether this is a spelling of negative or positive. */
  static boolean isPolarity(String label) {
    return POLARITY.containsKey(label.toLowerCase(Locale.ROOT));
  }
}
