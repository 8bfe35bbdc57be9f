package dev.sluice.bench.compare;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
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

  /** The measurements of one workload on one number of threads. */
  record Row(int threads, Workload work, List<Measurement> measurements) {

    Optional<Measurement> of(String engine) {
      return measurements.stream().filter(m -> m.engine().equals(engine) && m.timed()).findFirst();
    }

    /** Why an engine was not timed. */
    String reason(String engine) {
      return measurements.stream()
          .filter(m -> m.engine().equals(engine))
          .map(m -> m.status().title())
          .findFirst()
          .orElse("-");
    }

    /** The fastest of some engines. */
    Optional<Measurement> fastest(Collection<String> engines) {
      return measurements.stream()
          .filter(m -> m.timed() && engines.contains(m.engine()))
          .min(Comparator.comparingDouble(Measurement::median));
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
          ? OptionalDouble.of(theirs.get().median() / ours.get().median())
          : OptionalDouble.empty();
    }
  }

  /** Whether no engine failed or gave a wrong answer. */
  boolean isGood() {
    return bad().isEmpty();
  }

  /** The measurements of engines that failed or gave a wrong answer. */
  List<Measurement> bad() {
    return results.stream().filter(m -> m.status().bad()).toList();
  }

  /** The rows in the order in which they were measured. */
  List<Row> rows() {
    Map<List<Object>, List<Measurement>> grouped =
        results.stream()
            .collect(
                Collectors.groupingBy(
                    m -> List.of(m.threads(), m.work().cell(), m.work().shape()),
                    LinkedHashMap::new,
                    Collectors.toList()));
    return grouped.values().stream()
        .map(some -> new Row(some.get(0).threads(), some.get(0).work(), some))
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
            .filter(row -> row.threads() == threads && row.work().cell().equals(cell))
            .filter(row -> row.work().kind() == Workload.Kind.LAYER)
            .map(row -> row.ratio(engines))
            .flatMapToDouble(OptionalDouble::stream)
            .toArray();
    return ratios.length == 0 ? Optional.empty() : Optional.of(Ratios.of(ratios));
  }

  /**
   * How many times as fast as others this engine is, over some layers.
   *
   * @param mean the geometric mean
   * @param least the smallest
   */
  record Ratios(double mean, double least) {
    static Ratios of(double... ratios) {
      double logarithms = Arrays.stream(ratios).map(Math::log).average().orElseThrow();
      return new Ratios(Math.exp(logarithms), Arrays.stream(ratios).min().orElseThrow());
    }
  }

  /** Writes all numbers as JSON. */
  void writeJson(Path file) {
    try {
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .writeValue(
              file.toFile(), Map.of("engines", engines, "limits", limits, "results", results));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
