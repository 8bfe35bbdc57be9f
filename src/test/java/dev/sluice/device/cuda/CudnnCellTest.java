package dev.sluice.device.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.cell.Activation;
import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.device.cuda.cudnn.CudnnCell;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The descriptions of cells for cuDNN, and the cells that are refused. */
class CudnnCellTest {

  /** Whether cuDNN supports the cell, by its documentation and not by our refusals. */
  static boolean known(Cell cell) {
    boolean plain = cell.preactivationClip() == 0 && !cell.layerNorm() && !cell.zoneout().acts();
    return plain
        && cell.match(CudnnCellTest::isKnown, CudnnCellTest::isKnown, CudnnCellTest::isKnown);
  }

  private static boolean isKnown(Rnn rnn) {
    return List.of(Activation.tanh(), Activation.relu()).contains(rnn.activation());
  }

  private static boolean isKnown(Lstm lstm) {
    return lstm.gateActivation().equals(Activation.sigmoid())
        && lstm.candidateActivation().equals(Activation.tanh())
        && lstm.outputActivation().equals(Activation.tanh())
        && !lstm.peepholes()
        && !lstm.coupled()
        && lstm.cellClip() == 0
        && lstm.projectionSize() < lstm.hiddenSize();
  }

  private static boolean isKnown(Gru gru) {
    return gru.gateActivation().equals(Activation.sigmoid())
        && gru.candidateActivation().equals(Activation.tanh())
        && gru.reset() == Gru.Reset.AFTER
        && gru.update() == Gru.Update.KEEPS;
  }

  static List<Cell> refused() {
    return List.of(
        Rnn.article(3, 5),
        Rnn.of(3, 5).withLayerNorm(),
        Rnn.of(3, 5).withZoneout(0.1f),
        Rnn.of(3, 5).withPreactivationClip(1),
        Lstm.article(3, 5),
        Lstm.of(3, 5).withOutputActivation(Activation.identity()),
        Lstm.of(3, 5).withGateActivation(Activation.hardSigmoid()),
        Lstm.of(3, 5).withPeepholes(),
        Lstm.of(3, 5).withCoupledGates(),
        Lstm.of(3, 5).withCellClip(1),
        Lstm.of(3, 5).withProjection(5),
        Lstm.of(3, 5).withProjection(7),
        Gru.article(3, 5),
        Gru.of(3, 5).withReset(Gru.Reset.BEFORE),
        Gru.of(3, 5).withUpdate(Gru.Update.ADMITS),
        Gru.of(3, 5).withCandidateActivation(Activation.relu()));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void unsupportedCellsAreRefusedWithTheReason(Cell cell) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> CudnnCell.of(cell)).getMessage();
    assertTrue(
        message.matches("plan cudnn: cuDNN cannot run this cell: .{15,}; plan auto can"), message);
  }

  @Test
  void layersHaveTheOrderOfOurGates() {
    assertEquals(
        "WEIGHT_IH0 WEIGHT_IH1 WEIGHT_IH2 WEIGHT_IH3"
            + " WEIGHT_HH0 WEIGHT_HH1 WEIGHT_HH2 WEIGHT_HH3 WEIGHT_HR0",
        matrices(Lstm.of(3, 5).withProjection(2)));
    assertEquals(
        "WEIGHT_IH0 WEIGHT_IH1 WEIGHT_IH2 WEIGHT_HH0 WEIGHT_HH1 WEIGHT_HH2",
        matrices(Gru.of(3, 5)));
    assertEquals("WEIGHT_IH0 WEIGHT_HH0", matrices(Rnn.of(3, 5)));
  }

  private static String matrices(Cell cell) {
    return String.join(
        " ",
        CudnnCell.of(cell).layers().stream()
            .map(layer -> layer.matrix().role() + "" + layer.matrix().block())
            .toList());
  }
}
