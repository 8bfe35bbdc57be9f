package dev.sluice.bench.compare;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.bench.Ratios;
import dev.sluice.bench.engine.BenchTask;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/** The results of a {@link CompareBench}. */
record CompareReport(List<String> engines, List<Limit> limits, List<Measurement> results) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** This engine's name. */
  static final String OURS = "sluice";

  /** This engine's name without the Vector API; it does not count as a peer. */
  static final String PLAIN = "sluice-plain";

  private static final Set<String> PYTORCH = Set.of("pytorch", "djl");

  /**
   * The machine's arithmetic limit, measured by our fastest packed product, see {@link
   * dev.sluice.device.cpu.ProductRate}.
   *
   * @param gigaflops its rate on these threads
   */
  record Limit(int threads, double gigaflops) {
    String name() {
      return threads == 1 ? "1 thread" : threads + " threads";
    }
  }

  /** The measurements of one task on one number of threads. */
  record Row(int threads, BenchTask task, List<Measurement> measurements) {

    Optional<Measurement> of(String engine) {
      return measurements.stream()
          .filter(m -> m.engine().equals(engine) && m.result().timed())
          .findFirst();
    }

    /** Why an engine was not timed. */
    String reason(String engine) {
      return measurements.stream()
          .filter(m -> m.engine().equals(engine))
          .map(m -> m.result().status().title())
          .findFirst()
          .orElse("-");
    }

    /** The fastest of some engines. */
    Optional<Measurement> fastest(Collection<String> engines) {
      return measurements.stream()
          .filter(m -> m.result().timed() && engines.contains(m.engine()))
          .min(Comparator.comparingDouble(m -> m.result().median()));
    }

    /** How many times as fast as the fastest of some engines ours is. */
    OptionalDouble ratio(Collection<String> engines) {
      return fastest(engines).map(m -> ratio(m.engine())).orElse(OptionalDouble.empty());
    }

    /** How many times as fast as another engine ours is. */
    OptionalDouble ratio(String engine) {
      Optional<Measurement> ours = of(OURS);
      Optional<Measurement> theirs = of(engine);
      return ours.isPresent() && theirs.isPresent()
          ? OptionalDouble.of(theirs.get().result().median() / ours.get().result().median())
          : OptionalDouble.empty();
    }
  }

  /** Whether no engine failed or gave a wrong answer. */
  boolean isGood() {
    return bad().isEmpty();
  }

  /** The measurements of engines that failed or gave a wrong answer. */
  List<Measurement> bad() {
    return results.stream().filter(m -> m.result().status().bad()).toList();
  }

  /** The rows in the order in which they were measured. */
  List<Row> rows() {
    Map<List<Object>, List<Measurement>> grouped =
        results.stream()
            .collect(
                Collectors.groupingBy(
                    m -> List.of(m.threads(), m.task().cell(), m.shape()),
                    LinkedHashMap::new,
                    Collectors.toList()));
    return grouped.values().stream()
        .map(some -> new Row(some.get(0).threads(), some.get(0).task(), some))
        .toList();
  }

  /** The other engines, in their order. */
  List<String> competitors() {
    return results.stream()
        .map(Measurement::engine)
        .distinct()
        .filter(name -> !name.equals(OURS))
        .toList();
  }

  /** The engines of other projects. */
  List<String> peers() {
    return competitors().stream().filter(name -> !name.equals(PLAIN)).toList();
  }

  /** All engines that are based on PyTorch. */
  List<String> pytorch() {
    return competitors().stream().filter(PYTORCH::contains).toList();
  }

  /** Ratios against the fastest of some engines over the layers of one cell; empty if none. */
  Optional<Ratios> ratios(Collection<String> engines, String cell, int threads) {
    double[] ratios =
        rows().stream()
            .filter(row -> row.threads() == threads && row.task().cell().equals(cell))
            .filter(row -> row.task().kind() == BenchTask.Kind.LAYER)
            .map(row -> row.ratio(engines))
            .flatMapToDouble(OptionalDouble::stream)
            .toArray();
    return Ratios.of(ratios);
  }

  /** All numbers as JSON. */
  String json() {
    ObjectNode root = MAPPER.createObjectNode();
    root.set("engines", MAPPER.valueToTree(engines));
    root.set("limits", MAPPER.valueToTree(limits));
    ArrayNode rows = root.putArray("results");
    results.forEach(measurement -> rows.add(json(measurement)));
    return root.toPrettyString() + System.lineSeparator();
  }

  private static ObjectNode json(Measurement measurement) {
    ObjectNode row = measurement.result().json();
    row.put("threads", measurement.threads());
    if (measurement.result().timed()) {
      row.put("gigaflops", measurement.gigaflops());
    }
    return row;
  }
}
