package dev.sluice.device;

import dev.sluice.cell.Activation;
import dev.sluice.cell.Biases;
import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.pairwise.Combination;
import dev.sluice.pairwise.Factor;
import dev.sluice.pairwise.PairwiseTable;
import java.util.stream.Stream;

/** A pairwise table of the cells that cuDNN and PyTorch have, at sizes up to 64. */
final class StandardTable {
  private enum Equations {
    RNN_TANH,
    RNN_RELU,
    LSTM,
    LSTM_PROJECTED,
    GRU
  }

  private static final Factor<Equations> EQUATIONS = Factor.of("equations", Equations.class);

  /** Hidden sizes of at least 2, so that a projection is narrower. */
  private static final Factor<Integer> HIDDEN_SIZE = Factor.of("H", 2, 3, 5, 7, 16, 17, 33, 64);

  private static final Factor<Integer> INPUT_SIZE = Factor.of("I", 1, 2, 5, 7, 16, 17, 33, 64);
  private static final Factor<Integer> BATCH = Factor.of("N", 1, 2, 3, 5, 7, 16, 17, 33);
  private static final Factor<Integer> TIMESTEPS = Factor.of("T", 1, 2, 3, 7, 16, 17, 33, 64);

  private static final PairwiseTable TABLE = create();

  private StandardTable() {}

  static Stream<RecurrenceCase> cases() {
    return TABLE.rows().map(StandardTable::toCase);
  }

  static PairwiseTable table() {
    return TABLE;
  }

  private static PairwiseTable create() {
    return PairwiseTable.of(
        EQUATIONS,
        RecurrenceFactors.BIASES,
        INPUT_SIZE,
        HIDDEN_SIZE,
        TIMESTEPS,
        BATCH,
        RecurrenceFactors.DIRECTION,
        RecurrenceFactors.LENGTHS,
        RecurrenceFactors.INITIAL_STATES,
        RecurrenceFactors.BPTT,
        RecurrenceFactors.UPSTREAM);
  }

  private static RecurrenceCase toCase(Combination row) {
    return new RecurrenceCase(
        cell(row),
        row.get(TIMESTEPS),
        row.get(BATCH),
        row.get(RecurrenceFactors.DIRECTION),
        row.get(RecurrenceFactors.LENGTHS),
        row.get(RecurrenceFactors.INITIAL_STATES),
        row.get(RecurrenceFactors.BPTT),
        row.get(RecurrenceFactors.UPSTREAM));
  }

  private static Cell cell(Combination row) {
    int inputSize = row.get(INPUT_SIZE);
    int hiddenSize = row.get(HIDDEN_SIZE);
    Biases biases = row.get(RecurrenceFactors.BIASES);
    Rnn rnn = Rnn.of(inputSize, hiddenSize).withBiases(biases);
    Lstm lstm = Lstm.of(inputSize, hiddenSize).withBiases(biases);
    return switch (row.get(EQUATIONS)) {
      case RNN_TANH -> rnn;
      case RNN_RELU -> rnn.withActivation(Activation.relu());
      case LSTM -> lstm;
      case LSTM_PROJECTED -> lstm.withProjection((hiddenSize + 1) / 2);
      case GRU -> Gru.of(inputSize, hiddenSize).withBiases(biases);
    };
  }
}
