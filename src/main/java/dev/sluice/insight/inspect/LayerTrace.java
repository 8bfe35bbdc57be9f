package dev.sluice.insight.inspect;

import dev.sluice.argument.Require;
import dev.sluice.cell.Cell;
import dev.sluice.sequence.Direction;
import java.util.List;

/**
 * Gates, states and memory of one recurrent layer in one direction. Index t is token t; a reverse
 * layer reads from the last token to the first.
 *
 * <p><b>Retention</b> is how much of each token's write is still in memory where the decision reads
 * it. The decision reads unit u of the top layer after step s with the weight rho_su, the share of
 * step s in the absolute gradients of the log odds with respect to h_su over all steps. So it is 1
 * at the last step for the last state, 1/T everywhere for the mean, and 1 where the maximum is for
 * the maximum. In a layer below the top, every unit has the mean weights of the top layer's units.
 *
 * <p>LSTM and GRU. The unit keeps the product of its later retention factors k, and the result is
 * the mean over the units, weighted by the token's write w:
 *
 * <pre>
 *   kept_tu = sum over s of rho_su * product over j = t+1 .. s of k_ju     (s at t or after it)
 *   retention_t = sum over u of w_tu * kept_tu / sum over u of w_tu
 *   LSTM                     k = f        w = |i (.) g|
 *   GRU, update gate keeps   k = z        w = |(1 - z) (.) n|
 *   GRU, it admits           k = 1 - z    w = |z (.) n|
 * </pre>
 *
 * <p>This follows the direct path of the memory: it does not count what the state makes the gates
 * and candidates of later steps write again. "After" means in the direction of the layer. With
 * zoneout at rate r, the factor is {@code r + (1 - r) k}, its expectation, as in inference. Units
 * that the decision does not read do not count.
 *
 * <p>RNN. It has no gate; retention is the Frobenius norm of the derivative of what is read with
 * respect to the state after the token, relative to that at the last token, where it is the
 * identity:
 *
 * <pre>
 *   r_u = sum over s of rho_su * h_su
 *   retention_t = ||dr / dh_t|| / ||I||
 * </pre>
 *
 * <p>For the last state this is {@code ||dh_T / dh_t|| / sqrt(H)}: the root mean square over
 * directions of how much of a change of h_t arrives.
 *
 * @param name for people: {@code 1.recurrent layer 1 forward}
 * @param cell the cell
 * @param direction the direction in which it reads
 * @param top whether it belongs to the topmost recurrent layer, whose states the decision reads;
 *     the layers below feed it
 * @param gates i, f, g, o of an LSTM; r, z, n of a GRU; none of an RNN
 * @param hidden h, {@code [T, P]}
 * @param memory the state that the gates protect, {@code [T, H]}: c of an LSTM, else h
 * @param change {@code [T]}, the mean over the units of the absolute change of the memory by this
 *     token
 * @param readWeights {@code [T]}, how much the decision reads the state after each token; they sum
 *     to 1, or are all 0 if it reads nothing of this layer and direction. Layers below the top have
 *     the weights of the top layer in their direction
 * @param retention {@code [T]}, what is left of this token's write where the decision reads, as
 *     defined above: 0 to 1, or above 1 where an RNN amplifies
 */
public record LayerTrace(
    String name,
    Cell cell,
    Direction direction,
    boolean top,
    List<GateTrace> gates,
    StepValues hidden,
    StepValues memory,
    List<Double> change,
    List<Double> readWeights,
    List<Double> retention) {
  /** Copies the lists. */
  public LayerTrace {
    Require.present("name", name);
    Require.present("cell", cell);
    Require.present("direction", direction);
    Require.present("hidden", hidden);
    Require.present("memory", memory);
    gates = Require.copyOf("gates", gates);
    change = Require.copyOf("change", change);
    readWeights = Require.copyOf("readWeights", readWeights);
    retention = Require.copyOf("retention", retention);
  }
}
