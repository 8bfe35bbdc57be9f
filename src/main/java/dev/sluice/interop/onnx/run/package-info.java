/**
 * Computes graphs: the list of operators that are known, and the run of a graph's nodes. Begin with
 * {@link dev.sluice.interop.onnx.run.GraphRun}. Knows no files.
 */
package dev.sluice.interop.onnx.run;
