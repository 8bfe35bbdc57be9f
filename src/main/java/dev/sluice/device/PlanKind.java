package dev.sluice.device;

/** How a GPU runs the steps of a recurrence. All kinds give the same numbers, up to rounding. */
public enum PlanKind {
  /** Whatever is fastest for the cell and the shape; never {@link #CUDNN}, which nobody timed. */
  AUTO,
  /** One matrix product and one gate kernel after the other, step by step. */
  STEPWISE,
  /** The same calls, recorded once for a chunk of steps and replayed. */
  GRAPH,
  /** NVIDIA's cuDNN, for the cells that it knows. */
  CUDNN
}
