package dev.sluice.app.parity;

import dev.sluice.cell.Activation;
import dev.sluice.cell.Biases;
import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.device.RandomStream;
import dev.sluice.layer.Merge;
import dev.sluice.sequence.Bptt;
import dev.sluice.sequence.Direction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The table of small parity cases that the oracle computes. It covers every option of every cell.
 */
final class OracleCases {
  private static final int I = 2;
  private static final int H = 3;
  private static final long[] RAGGED = {4, 0, 1};
  private static final RandomStream STREAM =
      new RandomStream(-81985529216486896L, 5_000_000_000L, 3);

  private final Map<String, OracleCase> cases = new LinkedHashMap<>();

  private OracleCases() {
    for (Cell cell : List.of(Rnn.of(I, H), Lstm.of(I, H), Gru.of(I, H))) {
      usual(cell);
    }
    rnns();
    lstms();
    grus();
    stacks();
  }

  /** All cases by name, in a fixed order. */
  static Map<String, OracleCase> all() {
    return new OracleCases().cases;
  }

  private void usual(Cell cell) {
    String kind = cell.kind();
    add(kind, cell);
    cases.put(kind + "-stacked-both-ragged", OracleCase.of(cell, 2, 2).over(4, RAGGED));
    cases.put(kind + "-reverse-ragged", OracleCase.of(cell, 1, 1).reversed().over(4, RAGGED));
    cases.put(kind + "-summed", OracleCase.of(cell, 1, 2).summed().over(3, 3, 2));
    cases.put(kind + "-bptt-window", OracleCase.of(cell, 1, 1).truncated(2).over(5, 5, 3));
    cases.put(kind + "-traces", OracleCase.of(cell, 1, 1).traced().over(4, RAGGED));
  }

  private void rnns() {
    Rnn rnn = Rnn.of(I, H);
    add("rnn-article", Rnn.article(I, H));
    add("rnn-relu-no-bias", rnn.withActivation(Activation.relu()).withBiases(Biases.NONE));
    add("rnn-clip", rnn.withPreactivationClip(0.4f));
    add("rnn-layer-norm", rnn.withLayerNorm());
    add("rnn-zoneout", rnn.withZoneout(0.3f));
    add("rnn-zoneout-drawn", rnn.withZoneout(0.3f), STREAM);
    add("rnn-odd-sizes", Rnn.of(5, 11));
    activated("rnn", rnn::withActivation, 0);
  }

  private void lstms() {
    Lstm lstm = Lstm.of(I, H);
    Lstm peeping = lstm.withPeepholes();
    add("lstm-article", Lstm.article(I, H));
    add("lstm-article-peepholes", Lstm.article(I, H).withPeepholes());
    add("lstm-no-bias", lstm.withBiases(Biases.NONE));
    add("lstm-peepholes", peeping);
    add("lstm-coupled", lstm.withCoupledGates());
    add("lstm-coupled-peepholes", peeping.withCoupledGates());
    add("lstm-projection", lstm.withProjection(2));
    add("lstm-projection-wider", lstm.withProjection(5).withBiases(Biases.NONE));
    add("lstm-cell-clip", peeping.withCellClip(0.3f));
    add("lstm-clip", peeping.withPreactivationClip(0.4f));
    add("lstm-layer-norm", lstm.withLayerNorm());
    add("lstm-layer-norm-peepholes-projection", peeping.withLayerNorm().withProjection(2));
    add("lstm-zoneout", lstm.withZoneout(0.3f, 0.2f));
    add("lstm-zoneout-drawn", lstm.withZoneout(0.3f, 0.2f), STREAM);
    add("lstm-zoneout-of-c-drawn", peeping.withProjection(2).withZoneout(0, 0.5f), STREAM);
    Lstm most =
        peeping
            .withProjection(2)
            .withCellClip(0.4f)
            .withPreactivationClip(0.6f)
            .withZoneout(0.3f, 0.2f);
    add("lstm-most-coupled", most.withCoupledGates(), STREAM);
    add("lstm-most-layer-norm", most.withLayerNorm(), STREAM);
    add("lstm-odd-sizes", Lstm.of(5, 7).withProjection(3));
    activated("lstm-gates", lstm::withGateActivation, 0);
    activated("lstm-candidate", lstm::withCandidateActivation, 4);
    activated("lstm-output", lstm::withOutputActivation, 7);
  }

  private void grus() {
    Gru gru = Gru.of(I, H);
    Gru before = gru.withReset(Gru.Reset.BEFORE);
    add("gru-article", Gru.article(I, H));
    add("gru-no-bias", gru.withBiases(Biases.NONE));
    add("gru-one-bias", gru.withBiases(Biases.SINGLE));
    add("gru-before-keeps", before);
    add("gru-before-admits", before.withUpdate(Gru.Update.ADMITS));
    add("gru-after-admits", gru.withUpdate(Gru.Update.ADMITS));
    add("gru-clip", gru.withPreactivationClip(0.4f));
    add("gru-before-clip", before.withPreactivationClip(0.4f));
    add("gru-layer-norm", gru.withLayerNorm());
    add("gru-zoneout", gru.withZoneout(0.3f));
    add("gru-before-zoneout-drawn", before.withZoneout(0.3f), STREAM);
    add("gru-most", gru.withLayerNorm().withPreactivationClip(0.6f).withZoneout(0.3f), STREAM);
    add("gru-odd-sizes", Gru.of(5, 9));
    activated("gru-gates", gru::withGateActivation, 2);
    activated("gru-candidate", before::withCandidateActivation, 6);
  }

  private void stacks() {
    for (List<Cell> cells :
        List.of(
            List.<Cell>of(Rnn.of(I, 3), Rnn.of(1, 2)),
            List.<Cell>of(Lstm.of(I, 3), Lstm.of(1, 2)),
            List.<Cell>of(Gru.of(I, 3), Gru.of(1, 2)))) {
      cases.put(cells.get(0).kind() + "-widths", stack(cells).over(4, RAGGED));
    }
    List<Cell> projected =
        List.of(Lstm.of(I, 3).withProjection(2), Lstm.of(1, 2).withProjection(3));
    cases.put("lstm-widths-projections", stack(projected).over(4, RAGGED));
    Lstm lstm = Lstm.of(I, 4).withProjection(2);
    cases.put("lstm-projection-stacked-both-ragged", OracleCase.of(lstm, 2, 2).over(4, RAGGED));
    Lstm peeping = Lstm.of(I, H).withPeepholes();
    cases.put("lstm-peepholes-stacked-both-ragged", OracleCase.of(peeping, 2, 2).over(4, RAGGED));
  }

  /** A case of bidirectional layers with different sizes. */
  private static OracleCase stack(List<Cell> cells) {
    return new OracleCase(
        cells,
        List.of(Direction.values()),
        Merge.CONCATENATED,
        Bptt.full(),
        null,
        false,
        1,
        4,
        null);
  }

  /** An activation function that a cell lets the caller choose. */
  private interface Place {
    Cell with(Activation activation);
  }

  /** Adds four activations, starting with this one. Together the calls cover all kinds. */
  private void activated(String name, Place place, int first) {
    List<Activation> activations =
        List.of(
            Activation.relu(),
            Activation.softsign(),
            Activation.hardSigmoid(),
            new Activation(Activation.Kind.LEAKY_RELU, 0.3f, 0),
            new Activation(Activation.Kind.ELU, 0.6f, 0),
            Activation.softplus(),
            Activation.scaledTanh(1.7f, 0.66f),
            Activation.affine(-0.7f, 0.3f),
            new Activation(Activation.Kind.THRESHOLDED_RELU, 0.1f, 0),
            Activation.sigmoid(),
            Activation.tanh());
    for (int k = first; k < first + 4; k++) {
      Activation activation = activations.get(k % activations.size());
      add(name + "-" + activation.kind().name().toLowerCase(Locale.ROOT), place.with(activation));
    }
  }

  private void add(String name, Cell cell) {
    cases.put(name, OracleCase.of(cell, 1, 1).over(3, 3, 2));
  }

  private void add(String name, Cell cell, RandomStream stream) {
    cases.put(name, OracleCase.of(cell, 1, 2).drawn(stream).over(4, RAGGED));
  }
}
