package dev.sluice.layer;

import dev.sluice.device.CellName;
import dev.sluice.sequence.Bptt;
import dev.sluice.sequence.PoolingKind;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * One test case of recurrent stacks.
 *
 * @param spec the stack
 * @param timesteps T
 * @param lengths {@code [N]}; null if all rows are T long
 * @param given whether initial states are given
 * @param poolings poolings of the output; empty if every step is compared
 */
public record StackCase(
    RecurrentSpec spec, int timesteps, int[] lengths, boolean given, List<PoolingKind> poolings) {
  static final int BATCH = 4;

  /** A short name, without default settings. */
  @Override
  public String toString() {
    StringJoiner name = new StringJoiner(" ");
    spec.cells().forEach(cell -> name.add("[" + CellName.of(cell) + "]"));
    name.add(lower(spec.directions()));
    if (spec.merge() != Merge.CONCATENATED) {
      name.add(lower(spec.merge()));
    }
    if (spec.dropout() > 0) {
      name.add("dropout=" + lower(spec.dropoutMask()));
    }
    if (spec.recurrentDropout() > 0) {
      name.add("recurrentDropout");
    }
    name.add("states=" + lower(spec.initialStates()) + (given ? "+given" : ""));
    if (!spec.bptt().equals(Bptt.full())) {
      name.add("bptt=" + spec.bptt().window());
    }
    if (lengths != null) {
      name.add("lengths");
    }
    poolings.forEach(pooling -> name.add(lower(pooling)));
    return name.toString();
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
