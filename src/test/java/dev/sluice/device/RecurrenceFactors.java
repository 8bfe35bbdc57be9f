package dev.sluice.device;

import dev.sluice.cell.Activation;
import dev.sluice.cell.Biases;
import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.device.RecurrenceCase.Lengths;
import dev.sluice.device.RecurrenceCase.Upstream;
import dev.sluice.pairwise.Combination;
import dev.sluice.pairwise.Factor;
import dev.sluice.pairwise.PairwiseTable;
import dev.sluice.sequence.Bptt;
import dev.sluice.sequence.Direction;
import java.util.Optional;

/** The factors that {@link ShapeTable} and {@link OptionTable} share. */
final class RecurrenceFactors {
  /** The equations of the cells, without options. */
  enum Equations {
    RNN,
    LSTM,
    GRU,
    GRU_ADMITTING,
    GRU_RESET_BEFORE,
    GRU_RESET_BEFORE_ADMITTING;

    boolean hasGates() {
      return this != RNN;
    }

    boolean hasCellState() {
      return this == LSTM;
    }

    boolean resetsBefore() {
      return this == GRU_RESET_BEFORE || this == GRU_RESET_BEFORE_ADMITTING;
    }

    boolean admits() {
      return this == GRU_ADMITTING || this == GRU_RESET_BEFORE_ADMITTING;
    }
  }

  static final Factor<Equations> EQUATIONS = Factor.of("equations", Equations.class);
  static final Factor<Biases> BIASES = Factor.of("biases", Biases.class);

  /**
   * Gate activations with values between 0 and 1, so that states stay bounded over many timesteps;
   * empty for cells without gates.
   */
  static final Factor<Optional<Activation>> GATE_ACTIVATION =
      Factor.of(
          "gate activation",
          Optional.empty(),
          Optional.of(Activation.sigmoid()),
          Optional.of(Activation.hardSigmoid()));

  static final Factor<Activation> CANDIDATE_ACTIVATION =
      Factor.of(
          "candidate activation",
          Activation.tanh(),
          Activation.sigmoid(),
          Activation.softsign(),
          Activation.hardSigmoid());

  /** Empty for cells without an output activation. */
  static final Factor<Optional<Activation>> OUTPUT_ACTIVATION =
      Factor.of(
          "output activation",
          Optional.empty(),
          Optional.of(Activation.tanh()),
          Optional.of(Activation.sigmoid()),
          Optional.of(Activation.softsign()),
          Optional.of(Activation.hardSigmoid()));

  static final Factor<Direction> DIRECTION = Factor.of("direction", Direction.class);
  static final Factor<Lengths> LENGTHS = Factor.of("lengths", Lengths.class);
  static final Factor<Boolean> INITIAL_STATES = Factor.of("initial states", false, true);
  static final Factor<Bptt> BPTT =
      Factor.of("bptt", Bptt.full(), Bptt.truncated(1), Bptt.truncated(2), Bptt.truncated(4));
  static final Factor<Upstream> UPSTREAM = Factor.of("upstream", Upstream.class);

  private RecurrenceFactors() {}

  /** Excludes combinations that no cell has. */
  static PairwiseTable withoutAbsentActivations(PairwiseTable table) {
    return table
        .exclude(EQUATIONS, Equations::hasGates, GATE_ACTIVATION, Optional::isEmpty)
        .exclude(EQUATIONS, e -> !e.hasGates(), GATE_ACTIVATION, Optional::isPresent)
        .exclude(EQUATIONS, Equations::hasCellState, OUTPUT_ACTIVATION, Optional::isEmpty)
        .exclude(EQUATIONS, e -> !e.hasCellState(), OUTPUT_ACTIVATION, Optional::isPresent);
  }

  /** The cell of a row, with its biases and activations. */
  static Cell cell(Combination row, int inputSize, int hiddenSize) {
    Biases biases = row.get(BIASES);
    Activation candidate = row.get(CANDIDATE_ACTIVATION);
    return switch (row.get(EQUATIONS)) {
      case RNN -> Rnn.of(inputSize, hiddenSize).withActivation(candidate).withBiases(biases);
      case LSTM ->
          Lstm.of(inputSize, hiddenSize)
              .withGateActivation(row.get(GATE_ACTIVATION).orElseThrow())
              .withCandidateActivation(candidate)
              .withOutputActivation(row.get(OUTPUT_ACTIVATION).orElseThrow())
              .withBiases(biases);
      case GRU, GRU_ADMITTING, GRU_RESET_BEFORE, GRU_RESET_BEFORE_ADMITTING ->
          Gru.of(inputSize, hiddenSize)
              .withGateActivation(row.get(GATE_ACTIVATION).orElseThrow())
              .withCandidateActivation(candidate)
              .withReset(row.get(EQUATIONS).resetsBefore() ? Gru.Reset.BEFORE : Gru.Reset.AFTER)
              .withUpdate(row.get(EQUATIONS).admits() ? Gru.Update.ADMITS : Gru.Update.KEEPS)
              .withBiases(biases);
    };
  }
}
