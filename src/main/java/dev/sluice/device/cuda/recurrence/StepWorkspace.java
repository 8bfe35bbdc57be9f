package dev.sluice.device.cuda.recurrence;

import dev.sluice.cell.Cell;
import dev.sluice.device.Precision;
import dev.sluice.device.cuda.driver.CudaBackend;
import dev.sluice.device.cuda.driver.DeviceMemory;
import dev.sluice.device.cuda.driver.MemoryArena;
import org.jspecify.annotations.Nullable;

/**
 * The working memory of a plan's steps: the running states and the operands of the products. Its
 * addresses stay the same, because recorded graphs contain them. Passes use it one after the other;
 * {@link PassMemory} holds what a pass keeps. N is the plan's capacity here. A field is null if the
 * cell or the precision does not need it.
 */
final class StepWorkspace implements AutoCloseable {
  /** The {@code struct Pass} that {@link PassArguments} writes. */
  final DeviceMemory arguments;

  /** {@code [N, P]} and {@code [N, H]}, the running states. */
  final DeviceMemory h;

  final @Nullable DeviceMemory c;

  /** {@code [N, G*H]}: the recurrent product, the previous state's part of the pre-activations. */
  final DeviceMemory recurrent;

  /** {@code [N, H]}: {@code r (.) h}; in the backward pass the gradient with respect to it. */
  final @Nullable DeviceMemory reset;

  /**
   * {@code [N, H]}: the operand of the projection; in the backward pass the gradient with respect
   * to it.
   */
  final @Nullable DeviceMemory m;

  /**
   * {@code [N, P]}: the output of the projection; in the backward pass the gradient with respect to
   * it.
   */
  final @Nullable DeviceMemory projection;

  /** {@code [N, P]} and {@code [N, H]}, the running gradients with respect to the states. */
  final DeviceMemory dH;

  final @Nullable DeviceMemory dC;

  /** {@code [N, H]}: the gradient with respect to the new c, through its norm. */
  final @Nullable DeviceMemory dFresh;

  /** {@code [N, G*H]}: the gradients with respect to {@link #recurrent}. */
  final DeviceMemory dGates;

  /** Operands of the products in {@code bfloat16}. */
  final @Nullable DeviceMemory hRounded;

  final @Nullable DeviceMemory resetRounded;
  final @Nullable DeviceMemory mRounded;
  final @Nullable DeviceMemory projectionRounded;
  final @Nullable DeviceMemory dGatesRounded;

  /** {@code [G*H, P]} and {@code [P, H]}: the weights in {@code bfloat16}. */
  final @Nullable DeviceMemory weightsRounded;

  final @Nullable DeviceMemory projectionWeightsRounded;

  private final MemoryArena blocks;

  StepWorkspace(CudaBackend device, Cell cell, int batch, CellSteps steps) {
    boolean rounds = device.precision() == Precision.BFLOAT16;
    boolean cells = cell.hasCellState();
    boolean projects = steps.projects();
    long hidden = cell.hiddenSize();
    long output = cell.outputSize();
    long state = batch * hidden;
    long outputs = batch * output;
    long gates = state * cell.gates();
    blocks = new MemoryArena(device.pool());
    try {
      arguments = blocks.bytes(PassArguments.BYTES);
      h = blocks.words(outputs);
      c = blocks.wordsIf(cells, state);
      recurrent = blocks.words(gates);
      reset = blocks.wordsIf(steps.resets(), state);
      m = blocks.wordsIf(projects, state);
      projection = blocks.wordsIf(projects, outputs);
      dH = blocks.words(outputs);
      dC = blocks.wordsIf(cells, state);
      dFresh = blocks.wordsIf(cells && cell.layerNorm(), state);
      dGates = blocks.words(gates);
      hRounded = halvesIf(rounds, outputs);
      resetRounded = halvesIf(rounds && steps.resets(), state);
      mRounded = halvesIf(rounds && projects, state);
      projectionRounded = halvesIf(rounds && projects, outputs);
      dGatesRounded = halvesIf(rounds, gates);
      weightsRounded = halvesIf(rounds, cell.gates() * hidden * output);
      projectionWeightsRounded = halvesIf(rounds && projects, output * hidden);
    } catch (RuntimeException | Error e) {
      blocks.close();
      throw e;
    }
  }

  private @Nullable DeviceMemory halvesIf(boolean needed, long count) {
    return needed ? blocks.bytes(count * Short.BYTES) : null;
  }

  @Override
  public void close() {
    blocks.close();
  }
}
