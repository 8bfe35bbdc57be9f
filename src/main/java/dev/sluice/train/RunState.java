package dev.sluice.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where a run stands, but for its tensors; immutable.
 *
 * @param epoch the current one, from 0; the number of epochs when all are done
 * @param batch the next one of the epoch, from 0
 * @param step the next one of the run, from 0
 * @param sums over the steps of the current epoch
 * @param history of the finished epochs
 * @param bestEpoch the best finished epoch, or -1 if none is kept
 */
record RunState(
    int epoch, int batch, long step, EpochSums sums, List<EpochFigures> history, int bestEpoch) {

  RunState {
    history = List.copyOf(history);
    if (epoch != history.size() || batch < 0 || step < 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "state: expected a history of %d epochs and a position of at least 0, got %d, %d and %d",
              epoch,
              history.size(),
              batch,
              step));
    }
    if (bestEpoch < -1 || bestEpoch >= history.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "state: expected a best epoch of -1 to %d, got %d",
              history.size() - 1,
              bestEpoch));
    }
  }

  static RunState start() {
    return new RunState(0, 0, 0, EpochSums.ZERO, List.of(), -1);
  }

  /** After a step that took so many batches. */
  RunState afterStep(StepFigures figures, int batches, double seconds) {
    return new RunState(
        epoch, batch + batches, step + 1, sums.plus(figures, seconds), history, bestEpoch);
  }

  /** At the begin of the next epoch. */
  RunState afterEpoch(EpochFigures figures, boolean best) {
    List<EpochFigures> longer = new ArrayList<>(history);
    longer.add(figures);
    return new RunState(epoch + 1, 0, step, EpochSums.ZERO, longer, best ? epoch : bestEpoch);
  }

  /** Whether the patience is used up. */
  boolean stoppedBy(EarlyStopping stopping) {
    return stopping != null
        && bestEpoch >= 0
        && history.size() - 1 - bestEpoch >= stopping.patience();
  }

  /** Whether this epoch's figures are a new best; the first ones always are. */
  boolean bestSoFar(EpochFigures figures, EarlyStopping stopping) {
    return stopping != null && (bestEpoch < 0 || stopping.better(figures, history.get(bestEpoch)));
  }
}
