package dev.sluice.device.cpu.recurrence;

import dev.sluice.device.FeatureSlice;
import dev.sluice.device.RecurrencePlan.Outputs;
import dev.sluice.device.cpu.kernel.GateLayout;
import dev.sluice.device.cpu.kernel.PaddedSizes;
import dev.sluice.device.cpu.kernel.StepFrame;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes h of every timestep to the outputs of a pass, and c and the gates if they are wanted. */
final class StepOutputWriter {
  private final GateLayout layout;
  private final FeatureSlice y;
  private final @Nullable FeatureSlice cells;

  /** One slice for each gate, in the order of the parameters; empty if gates are not wanted. */
  private final List<FeatureSlice> gates;

  StepOutputWriter(GateLayout layout, PaddedSizes size, Outputs outputs) {
    this.layout = layout;
    this.y = outputs.y();
    this.cells = outputs.cells();
    this.gates = outputs.gates() == null ? List.of() : slices(outputs.gates(), layout, size);
  }

  private static List<FeatureSlice> slices(FeatureSlice all, GateLayout layout, PaddedSizes size) {
    List<FeatureSlice> slices = new ArrayList<>();
    for (int gate = 0; gate < layout.gateBlocks().length; gate++) {
      slices.add(new FeatureSlice(all.tensor(), all.offset() + gate * size.hidden, size.hidden));
    }
    return slices;
  }

  /** Writes the outputs of one timestep. */
  void write(PackedSequenceLayout steps, int step, StepFrame f) {
    SequenceCopy.scatter(steps, step, f.hidden, f.hiddenAt, f.hiddenStride, y);
    if (cells != null) {
      SequenceCopy.scatter(steps, step, f.carriedCell, f.stateAt, f.stateStride, cells);
    }
    for (int gate = 0; gate < gates.size(); gate++) {
      int at = f.gatesAt + layout.gateBlocks()[gate] * f.block;
      SequenceCopy.scatter(steps, step, f.gates, at, f.gateStride, gates.get(gate));
    }
  }

  /** Sets the padding of all outputs to zero. */
  void zeroBeyond(PackedSequenceLayout steps) {
    SequenceCopy.zeroBeyond(steps, y);
    if (cells != null) {
      SequenceCopy.zeroBeyond(steps, cells);
    }
    gates.forEach(gate -> SequenceCopy.zeroBeyond(steps, gate));
  }
}
