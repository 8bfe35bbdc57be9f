package dev.sluice.data.text;

import dev.sluice.data.DataException;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The classes of a data set, found from the spellings of its labels. Spellings that differ only in
 * case, white space or Unicode form are one class. So are spellings of the same number, such as
 * {@code 1}, {@code 1.0} and {@code 01}.
 */
final class ClassNames {
  private static final int MAX_CLASSES = 1000;
  private static final List<String> POLARITY_NAMES = List.of("negative", "positive");
  private static final Map<String, Integer> POLARITY =
      Map.of("0", 0, "neg", 0, "negative", 0, "1", 1, "pos", 1, "positive", 1);

  /** A number with few digits and a short exponent, so that writing it out stays short. */
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d{1,100}(\\.\\d{0,100})?|\\.\\d{1,100})(e[+-]?\\d{1,3})?");

  private static final Pattern WHITE_SPACE = Pattern.compile("\\p{IsWhite_Space}+");

  private final List<String> names;
  private final Map<String, Integer> indices;
  private final List<String> notices;

  private ClassNames(
      List<String> names, Map<String, Integer> indices, Map<String, Long> spellings) {
    this.names = names;
    this.indices = indices;
    this.notices = notices(spellings);
  }

  /**
   * Finds the classes of the labels of a table.
   *
   * @param where file of the labels, for messages
   * @throws DataException if there are fewer than 2 classes or more than 1,000
   */
  static ClassNames ofRows(Object where, Collection<TableRow> rows) {
    TreeMap<String, Long> spellings =
        rows.stream()
            .collect(Collectors.groupingBy(TableRow::label, TreeMap::new, Collectors.counting()));
    return of(where, spellings);
  }

  /**
   * Finds the classes of these spellings.
   *
   * @param spellings how often each spelling occurs
   * @throws DataException if there are fewer than 2 classes or more than 1,000
   */
  static ClassNames of(Object where, TreeMap<String, Long> spellings) {
    if (spellings.keySet().stream().allMatch(ClassNames::isPolarity)) {
      return new ClassNames(POLARITY_NAMES, POLARITY, spellings);
    }
    Map<String, String> nameOf = new TreeMap<>();
    spellings.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .forEach(entry -> nameOf.putIfAbsent(key(entry.getKey()), tidy(entry.getKey())));
    if (nameOf.size() < 2 || nameOf.size() > MAX_CLASSES) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s: expected 2 to %d different labels, found %d%s",
              where,
              MAX_CLASSES,
              nameOf.size(),
              nameOf.size() == 1
                  ? " ('" + Excerpt.of(nameOf.values().iterator().next()) + "')"
                  : ""));
    }
    List<String> names = nameOf.values().stream().sorted().toList();
    return new ClassNames(names, indices(names), spellings);
  }

  /** Uses the given classes, for example those of a model, in their order. */
  static ClassNames known(List<String> names) {
    return new ClassNames(
        names, names.equals(POLARITY_NAMES) ? POLARITY : indices(names), Map.of());
  }

  private static Map<String, Integer> indices(List<String> names) {
    Map<String, Integer> indices = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      indices.put(key(names.get(i)), i);
    }
    // Models of earlier versions may have two classes with the same key; the exact spelling
    // decides.
    for (int i = 0; i < names.size(); i++) {
      indices.put(names.get(i), i);
    }
    return indices;
  }

  List<String> names() {
    return names;
  }

  /** One line for each class whose label has several spellings. */
  List<String> notices() {
    return notices;
  }

  /** The class of a spelling, or -1 if it belongs to none of the classes. */
  int index(String label) {
    Integer exact = indices.get(tidy(label));
    return exact != null ? exact : indices.getOrDefault(key(label), -1);
  }

  private List<String> notices(Map<String, Long> spellings) {
    Function<String, Integer> byClass = this::index;
    Map<Integer, List<String>> ofClass =
        spellings.keySet().stream()
            .collect(Collectors.groupingBy(byClass, TreeMap::new, Collectors.toList()));
    List<String> lines = new ArrayList<>();
    ofClass.forEach(
        (index, ways) -> {
          if (ways.size() > 1) {
            List<String> counted =
                ways.stream().map(way -> "'" + way + "' x " + spellings.get(way)).toList();
            lines.add(
                "class '"
                    + Excerpt.of(names.get(index))
                    + "' is spelled in several ways: "
                    + Excerpt.of(counted));
          }
        });
    return List.copyOf(lines);
  }

  /** Whether this is a spelling of negative or positive. */
  static boolean isPolarity(String label) {
    return POLARITY.containsKey(key(label));
  }

  private static String key(String label) {
    String folded = Normalizer.normalize(tidy(label).toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
    return NUMBER.matcher(folded).matches()
        ? new BigDecimal(folded).stripTrailingZeros().toPlainString()
        : folded;
  }

  private static String tidy(String label) {
    String composed = Normalizer.normalize(label, Normalizer.Form.NFC);
    return WHITE_SPACE.matcher(LabelParser.strip(composed)).replaceAll(" ");
  }
}
