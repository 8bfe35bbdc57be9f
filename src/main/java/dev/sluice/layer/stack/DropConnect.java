package dev.sluice.layer.stack;

import dev.sluice.cell.Cell;
import dev.sluice.cell.CellParameter;
import dev.sluice.device.CellParameters;
import dev.sluice.device.DType;
import dev.sluice.device.Device;
import dev.sluice.device.Elementwise;
import dev.sluice.device.Parameter;
import dev.sluice.device.RandomStream;
import dev.sluice.device.Tensor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;

/**
 * Recurrent dropout: DropConnect on the recurrent weights of a cell. Each pass gets a copy of
 * {@code weight_hh} with one mask for the whole sequence. L. Wan et al., <em>Regularization of
 * Neural Networks using DropConnect</em>, 2013; on recurrent weights: S. Merity, N. Keskar and R.
 * Socher, <em>Regularizing and Optimizing LSTM Language Models</em>, 2017.
 *
 * <p>Copies are reused, the most recent first. So the passes of a training loop find their copy at
 * the same address, which recorded CUDA graphs require. Thread-safe.
 */
public final class DropConnect implements AutoCloseable {
  private final Device device;
  private final Cell cell;
  private final CellParameters whole;
  private final float rate;
  private final Deque<Copy> idle = new ArrayDeque<>();
  private boolean closed;

  public DropConnect(Device device, Cell cell, CellParameters whole, float rate) {
    this.device = device;
    this.cell = cell;
    this.whole = whole;
    this.rate = rate;
  }

  /** A masked copy of the recurrent weights, and the cell's parameters with this copy. */
  private record Copy(Parameter weights, CellParameters parameters) {}

  /** Draws a mask and applies it to a copy; the caller closes the lease after its pass. */
  public Lease lease(RandomStream mask) {
    Copy copy = take();
    try {
      Parameter weights = whole.get(CellParameter.WEIGHT_HH);
      device.elementwise().dropout(weights.value(), rate, mask, copy.weights.value());
      copy.weights.zeroGradient();
      copy.weights.setTrainable(weights.trainable());
      return new Lease(copy, mask);
    } catch (RuntimeException e) {
      giveBack(copy);
      throw e;
    }
  }

  private synchronized Copy take() {
    return idle.isEmpty() ? copy() : idle.pop();
  }

  private Copy copy() {
    Map<CellParameter, Parameter> byRole = new EnumMap<>(CellParameter.class);
    for (CellParameter role : cell.parameterShapes().keySet()) {
      byRole.put(role, whole.get(role));
    }
    Parameter weights = whole.get(CellParameter.WEIGHT_HH);
    Tensor value = device.allocate(DType.FLOAT32, weights.value().shape());
    Parameter copied = new Parameter(weights.name() + " (dropped)", value);
    byRole.put(CellParameter.WEIGHT_HH, copied);
    return new Copy(copied, new CellParameters(cell, byRole));
  }

  private synchronized void giveBack(Copy copy) {
    if (closed) {
      copy.weights.close();
    } else {
      idle.push(copy);
    }
  }

  /** Frees the copies; a copy that is still leased is freed when its lease is closed. */
  @Override
  public synchronized void close() {
    closed = true;
    idle.forEach(copy -> copy.weights.close());
    idle.clear();
  }

  /** The use of one copy by one pass. */
  public final class Lease implements AutoCloseable {
    private final Copy copy;
    private final RandomStream mask;

    private Lease(Copy copy, RandomStream mask) {
      this.copy = copy;
      this.mask = mask;
    }

    /** The cell's parameters, with the masked recurrent weights. */
    public CellParameters parameters() {
      return copy.parameters;
    }

    /** Adds the masked gradient of the copy to the gradient of the weights; called once. */
    public void addGradient() {
      Parameter weights = whole.get(CellParameter.WEIGHT_HH);
      if (weights.trainable()) {
        Elementwise ops = device.elementwise();
        ops.dropout(copy.weights.gradient(), rate, mask, copy.weights.gradient());
        ops.add(copy.weights.gradient(), weights.gradient());
      }
    }

    @Override
    public void close() {
      giveBack(copy);
    }
  }
}
