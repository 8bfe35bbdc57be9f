package dev.sluice.device.cpu;

/** Which kernels a benchmark runs. */
public enum KernelKind {
  /** On the Vector API. */
  VECTOR,
  /** Plain loops. */
  PLAIN;

  Kernels kernels() {
    return this == VECTOR ? new VectorKernels() : new PlainKernels();
  }
}
