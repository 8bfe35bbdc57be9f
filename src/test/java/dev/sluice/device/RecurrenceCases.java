package dev.sluice.device;

import dev.sluice.cell.Activation;
import dev.sluice.cell.Biases;
import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.device.RecurrenceCase.Lengths;
import dev.sluice.device.RecurrenceCase.Trace;
import dev.sluice.device.RecurrenceCase.Upstream;
import dev.sluice.oracle.CellOptions;
import dev.sluice.oracle.CellVariants;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The tables of the matrix. */
public final class RecurrenceCases {
  private static final int[] SIZES = {1, 2, 3, 5, 7, 16, 17, 31, 33, 64};

  /** Gates between 0 and 1, so that states stay bounded over many steps. */
  private static final List<Activation> GATES =
      List.of(Activation.sigmoid(), Activation.hardSigmoid());

  private static final List<Activation> CANDIDATES =
      List.of(
          Activation.tanh(), Activation.sigmoid(), Activation.softsign(), Activation.hardSigmoid());

  private RecurrenceCases() {}

  /** All combinations of structural options, at a small size. */
  public static Stream<RecurrenceCase> combinations() {
    List<RecurrenceCase> cases = new ArrayList<>();
    for (Cell cell : CellVariants.dialects(3, 5)) {
      for (Direction direction : Direction.values()) {
        for (Lengths lengths : Lengths.values()) {
          for (boolean states : new boolean[] {false, true}) {
            for (Bptt bptt : List.of(Bptt.full(), Bptt.truncated(1), Bptt.truncated(3))) {
              cases.add(
                  new RecurrenceCase(cell, 7, 3, direction, lengths, states, bptt, Upstream.ALL));
            }
          }
        }
      }
    }
    return cases.stream();
  }

  /** Every activation in every place. */
  public static Stream<RecurrenceCase> activations() {
    return CellVariants.activated(3, 17).stream()
        .flatMap(
            cell ->
                Stream.of(Direction.values())
                    .map(direction -> RecurrenceCase.of(cell, 4, 5).with(direction)));
  }

  /**
   * Sizes against each other and against everything else: any two values of any two factors meet in
   * some case.
   */
  public static Stream<RecurrenceCase> pairs() {
    return OrthogonalArray.ofLevels(11).map(RecurrenceCases::pair);
  }

  private static RecurrenceCase pair(int[] level) {
    Cell cell =
        cell(
            level[4],
            pick(SIZES, level[0]),
            pick(SIZES, level[1]),
            pick(GATES, level[5]),
            pick(CANDIDATES, level[6]),
            pick(List.of(Biases.values()), level[7]));
    return new RecurrenceCase(
        cell,
        pick(SIZES, level[2]),
        pick(SIZES, level[3]),
        pick(List.of(Direction.values()), level[8]),
        pick(List.of(Lengths.values()), level[9]),
        level[7] % 2 == 0,
        level[10] % 3 == 0 ? Bptt.truncated(1 + level[10]) : Bptt.full(),
        pick(List.of(Upstream.values()), level[10]));
  }

  private static Cell cell(
      int level, int inputSize, int hiddenSize, Activation gate, Activation other, Biases biases) {
    return switch (level % 6) {
      case 0 -> Rnn.of(inputSize, hiddenSize).withActivation(other).withBiases(biases);
      case 1, 2 ->
          Lstm.of(inputSize, hiddenSize)
              .withGateActivation(gate)
              .withCandidateActivation(other)
              .withOutputActivation(other)
              .withBiases(biases);
      default ->
          Gru.of(inputSize, hiddenSize)
              .withGateActivation(gate)
              .withCandidateActivation(other)
              .withReset(level % 2 == 0 ? Gru.Reset.AFTER : Gru.Reset.BEFORE)
              .withUpdate(level % 3 == 0 ? Gru.Update.ADMITS : Gru.Update.KEEPS)
              .withBiases(biases);
    };
  }

  /**
   * One case of each plan that differs, with no options and with all: for tests of everything but
   * the numbers.
   */
  public static Stream<RecurrenceCase> representatives() {
    Stream<RecurrenceCase> plain =
        Stream.of(
                Rnn.of(5, 17),
                Lstm.of(5, 17),
                Gru.of(5, 17),
                Gru.article(5, 17),
                Lstm.article(5, 17))
            .map(cell -> RecurrenceCase.of(cell, 7, 5));
    Stream<RecurrenceCase> rich =
        CellOptions.all(5, 17).stream()
            .map(
                cell ->
                    RecurrenceCase.of(cell, 7, 5)
                        .with(Trace.ALL)
                        .with(RecurrenceOptionCases.MASKS));
    return Stream.concat(plain, rich)
        .flatMap(form -> Stream.of(Direction.values()).map(form::with));
  }

  private static int pick(int[] values, int level) {
    return values[level % values.length];
  }

  private static <T> T pick(List<T> values, int level) {
    return values.get(level % values.size());
  }
}
