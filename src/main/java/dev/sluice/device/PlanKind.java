package dev.sluice.device;

/**
 * The way a GPU runs the timesteps of a recurrence. All kinds give the same numbers, up to
 * rounding.
 */
public enum PlanKind {
  /**
   * The fastest kind for the cell and the shape. Never {@link #CUDNN}, whose speed is not measured
   * yet.
   */
  AUTO,
  /** One matrix product and one gate kernel per timestep, launched one after another. */
  STEPWISE,
  /** The same launches, recorded once as a CUDA graph of several timesteps and replayed. */
  GRAPH,
  /** NVIDIA's cuDNN library, for the cells that it supports. */
  CUDNN
}
